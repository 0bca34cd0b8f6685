import { expect, test } from './fixtures';
import { addProblem } from './journal';

test('a page that waits for the next one’s code asks for nothing more', async ({ signedIn: page }) => {
  await addProblem(page, 'Gone for good', true);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  await page.route('**/pkg/*.wasm', async (route) => { await held; await route.continue(); });
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(pathname);
  });
  const code = page.waitForRequest('**/pkg/*.wasm');
  await page.getByText('Delete this problem…').click();
  await page.getByRole('button', { name: 'Delete the problem' }).click();
  await code;
  // The problem's page is still there; what it would ask for is gone.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gone for good');
  letGo();
  await expect(page.getByRole('region', { name: 'What was just done' })).toContainText('Deleted “Gone for good”');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Problems');
  expect(asked).not.toContain('/api/problems/view');
});
