import { expect, open, shell, test, wake } from './fixtures';
import { addProblem } from './journal';
import type { Page } from '@playwright/test';

/** What stands in front of a file's hash. */
const kind = (address: string) => new URL(address).pathname.replace(/\/pkg\/(\w+)\..*/, '$1');

/** Which files of wasm are asked for from now on. */
function wasmOf(page: Page): string[] {
  const files: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) files.push(kind(request.url()));
  });
  return files;
}

/** Holds back the code of pages until it is let go. */
async function holdPacks(page: Page): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route('**/pkg/pack_*.wasm', async (route) => { await held; await route.continue(); });
  return letGo;
}

test('a first view takes no code of its page; the first touch fetches it in one file', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  const files = wasmOf(page);
  for (const [path, pack] of [['/', 'home'], ['/problems', 'problems'], [problem, 'problem'], ['/tags', 'form']]) {
    files.length = 0;
    await page.goto(path);
    await shell(page);
    await page.evaluate(() => scrollTo(0, 200));
    await page.waitForLoadState('networkidle');
    expect(files, path).toEqual(['gitgud']);
    await wake(page);
    await page.waitForLoadState('networkidle');
    expect(files, path).toEqual(['gitgud', `pack_${pack}`]);
  }
});

test('what a notice has fetched is not fetched again with the page under it', async ({ signedIn: page }) => {
  await open(page, await addProblem(page, 'Two Sum', true), true);
  await page.getByText('Delete this problem…').click();
  await page.getByRole('button', { name: 'Delete the problem' }).click();
  await expect(page).toHaveURL(/undo=/);
  const files = wasmOf(page);
  await page.reload();
  await wake(page);
  await page.waitForLoadState('networkidle');
  expect(files.filter((file) => file.startsWith('pack_'))).toEqual([]);
  expect(new Set(files).size).toBe(files.length);
});

test('what is typed while a page’s code is on its way stays, and the page comes alive', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  await addProblem(page, 'Edit Distance', true);
  let letGo = await holdPacks(page);
  let pack = page.waitForRequest('**/pkg/pack_problems*.wasm');
  await page.goto('/problems');
  await shell(page);
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('edit');
  await pack;
  await page.keyboard.press('ArrowLeft');
  letGo();
  await expect(page).toHaveURL(/q=edit/);
  await expect(page.getByRole('link', { name: 'Two Sum' })).toHaveCount(0);
  await page.keyboard.type('_');
  await expect(page.getByRole('searchbox')).toHaveValue('edi_t');

  letGo = await holdPacks(page);
  pack = page.waitForRequest('**/pkg/pack_form*.wasm');
  await page.goto(`${problem}/attempts/new`);
  await shell(page);
  await page.getByRole('radio', { name: 'Solved' }).check();
  await page.getByLabel('Notes').focus();
  await page.keyboard.type('typed early');
  await pack;
  letGo();
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.keyboard.type(', and late');
  await expect(page.getByLabel('Notes')).toHaveValue('typed early, and late');
  await expect(page.getByRole('radio', { name: 'Solved' })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article')).toContainText('typed early, and late');
});

test('a page whose address changed while its code was on its way shows what the new one names', async ({ signedIn: page }) => {
  await addProblem(page, 'Two Sum', true);
  await addProblem(page, 'Edit Distance', true);
  const letGo = await holdPacks(page);
  const pack = page.waitForRequest('**/pkg/pack_problems*.wasm');
  await page.goto('/problems?q=sum');
  await shell(page);
  await page.mouse.move(40, 300);
  await pack;
  await page.getByRole('link', { name: 'Problems', exact: true }).click();
  await expect(page).toHaveURL(/\/problems$/);
  letGo();
  await expect(page.getByRole('link', { name: 'Edit Distance' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Two Sum' })).toBeVisible();
  await expect(page.getByRole('main')).toHaveCount(1);
});

test.describe('without the network', () => {
  test.use({ expectsErrors: true });

  test('a page whose code cannot be reached stays plain, and tries again when it is used again', async ({ signedIn: page }) => {
    await addProblem(page, 'Two Sum', true);
    await page.goto('/problems');
    await shell(page);
    await page.route('**/pkg/*.wasm', (route) => route.abort('internetdisconnected'));
    const failed = page.waitForEvent('requestfailed');
    await page.keyboard.press('Shift');
    await failed;
    await page.getByRole('searchbox').fill('nothing');
    await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
    await page.unroute('**/pkg/*.wasm');
    // The loader takes a rest before it listens again.
    await expect(async () => {
      await page.keyboard.press('Shift');
      await expect(page.locator('html[data-hydrated]')).toHaveCount(1, { timeout: 200 });
    }).toPass();
    await expect(page).toHaveURL(/q=nothing/);
  });
});

test.describe('after a new release', () => {
  test.use({ expectsErrors: true });

  test('a link whose code is gone leads where it leads', async ({ signedIn: page }) => {
    const problem = await addProblem(page, 'Two Sum', true);
    await open(page, '/problems', true);
    await page.route('**/pkg/{chunk,split}_*.wasm', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('link', { name: 'Two Sum' }).click();
    await expect(page).toHaveURL(new RegExp(`${problem}$`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
    await wake(page);
  });
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
