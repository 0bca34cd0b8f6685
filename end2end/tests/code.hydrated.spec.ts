import { expect, open, test } from './fixtures';
import { addProblem } from './journal';
import type { Page } from '@playwright/test';

/** Opens a page with an empty cache and answers which files of wasm it took. */
async function filesOf(page: Page, path: string): Promise<string[]> {
  const files: string[] = [];
  const listen = (request: { url: () => string }) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.wasm')) files.push(pathname);
  };
  page.on('request', listen);
  await open(page, path, true);
  await page.waitForLoadState('networkidle');
  page.off('request', listen);
  return files;
}

test('a first view takes its code in one file beside the main one', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  for (const [path, pack] of [['/', 'home'], ['/problems', 'problems'], [problem, 'problem'], ['/tags', 'form']]) {
    const files = await filesOf(page, path);
    expect(files.map((file) => file.replace(/\/pkg\/(\w+)\..*/, '$1')).sort(), path).toEqual(['gitgud', `pack_${pack}`]);
  }
});

test('all files that the next page needs are asked for at once', async ({ signedIn: page }) => {
  await addProblem(page, 'Two Sum', true);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route('**/pkg/chunk_*.wasm', async (route) => { await held; await route.continue(); });
  const shared = page.waitForRequest('**/pkg/chunk_*.wasm');
  const own = page.waitForRequest('**/pkg/split_problems*.wasm');
  await page.getByRole('link', { name: 'Problems' }).click();
  await shared;
  await own;
  letGo();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Problems');
});
