import { expect, open, somebodyNew, test, wake } from './fixtures';
import { cookiesOf } from './identity';
import { addProblem } from './journal';
import type { BrowserContext, Page } from '@playwright/test';

const keptHere = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('gitgud:draft:')));

/** Waits until this browser has kept what was typed. */
async function kept(page: Page, text: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain(text);
}

const noServerDrafts = (page: Page) => page.route('**/api/drafts/save', (route) => route.abort());
const notice = (page: Page) => page.getByText('Restored what you had typed on ');

async function signInAs(page: Page, context: BrowserContext, name: string): Promise<void> {
  const answer = await page.request.post(`${process.env.GITGUD_E2E_IDP}/test/tokens`, { data: { user: name } });
  const { token } = await answer.json();
  const url = process.env.GITGUD_E2E_ORIGIN!;
  await context.addCookies(cookiesOf(token).map((cookie) => ({ ...cookie, url })));
}

test.use({ expectsErrors: true });

test('a reload in the middle of typing loses nothing, with the server and without it', async ({ signedIn: page }) => {
  const form = `${await addProblem(page, 'Two Sum', true)}/attempts/new`;
  await noServerDrafts(page);
  await open(page, form, true);
  await page.getByRole('radio', { name: 'Partial' }).check();
  await page.getByLabel('Notes').fill('typed, “not” saved\n</textarea>');
  await page.getByLabel('Code').fill('\n  x = 1');
  // At once: the page keeps it as it goes.
  await page.reload();
  await wake(page);
  await expect(notice(page)).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Partial' })).toBeChecked();
  await expect(page.getByLabel('Notes')).toHaveValue('typed, “not” saved\n</textarea>');
  await expect(page.getByLabel('Code')).toHaveValue('\n  x = 1');

  await page.unroute('**/api/drafts/save');
  const onServer = page.waitForResponse('**/api/drafts/save');
  await page.getByLabel('Notes').fill('on the server');
  await page.getByLabel('Minutes').focus();
  await onServer;
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByLabel('Notes')).toHaveValue('on the server');
  await expect(notice(page)).toBeVisible();
  await page.getByRole('button', { name: 'Start afresh' }).click();
  await expect(notice(page)).toBeHidden();
  await expect(page.getByLabel('Notes')).toHaveValue('');
  expect(await keptHere(page)).toEqual([]);
  await page.reload();
  await expect(page.getByLabel('Notes')).toHaveValue('');
});

test('a closed tab and a followed link lose nothing', async ({ signedIn: page, context }) => {
  await noServerDrafts(page);
  const problem = await addProblem(page, 'Two Sum', true);
  await open(page, `${problem}/edit`, true);
  await page.getByLabel('Description').fill('half a thought');
  await kept(page, 'half a thought');
  const other = await context.newPage();
  await page.close();
  await open(other, `${problem}/edit`, true);
  await expect(other.getByLabel('Description')).toHaveValue('half a thought');
  await expect(notice(other)).toBeVisible();
  await noServerDrafts(other);
  await other.getByLabel('Description').fill('a whole thought');
  await other.getByRole('link', { name: 'Cancel' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await other.goBack();
  await expect(other.getByLabel('Description')).toHaveValue('a whole thought');
  await other.close();
});

test('a session that ends while typing: sign in, come back, and it is all there', async ({ page, context }) => {
  const name = somebodyNew();
  await page.goto('/problems');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/problems$/);
  const form = `${await addProblem(page, 'Two Sum', true)}/attempts/new`;
  await open(page, form, true);
  await context.clearCookies();
  await page.getByRole('radio', { name: 'Failed' }).check();
  await page.getByLabel('Notes').fill('worth keeping');
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await expect(page.getByLabel('Notes')).toHaveValue('worth keeping');
  await page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(form);
  await expect(page.getByLabel('Notes')).toHaveValue('worth keeping');
  await expect(notice(page)).toBeVisible();
  await wake(page);
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByRole('article')).toContainText('worth keeping');
  expect(await keptHere(page)).toEqual([]);
});

for (const how of ['hydrated', 'before the wasm arrives'] as const) {
  test(`a saved form leaves nothing behind, ${how}`, async ({ signedIn: page }) => {
    const problem = await addProblem(page, 'Two Sum', true);
    // Still on its way: never answered.
    if (how !== 'hydrated') await page.route('**/pkg/*.wasm', () => {});
    const arrived = async () => {
      if (how === 'hydrated') await wake(page);
    };
    await page.goto(`${problem}/attempts/new`);
    await arrived();
    await page.getByLabel('Notes').fill('soon saved');
    await kept(page, 'soon saved');
    // Refused: it stays.
    await page.getByRole('button', { name: 'Save the attempt' }).click();
    await expect(page.getByText('Say what came of it')).toBeVisible();
    await arrived();
    await kept(page, 'soon saved');
    await page.getByRole('radio', { name: 'Solved' }).check();
    await page.getByRole('button', { name: 'Save the attempt' }).click();
    await expect(page.getByRole('article')).toContainText('soon saved');
    await expect.poll(() => keptHere(page)).toEqual([]);
    await page.goto(`${problem}/attempts/new`);
    await arrived();
    await expect(page.getByLabel('Notes')).toHaveValue('');
    await expect(notice(page)).toBeHidden();
  });
}

test('another person in the same browser sees nothing of it', async ({ page, context }) => {
  const [ada, grace] = [somebodyNew(), somebodyNew()];
  await signInAs(page, context, ada);
  await open(page, '/problems/new', true);
  await noServerDrafts(page);
  await page.getByLabel('Title').fill('Ada’s secret');
  await kept(page, 'Ada’s secret');
  await context.clearCookies();
  await signInAs(page, context, grace);
  await open(page, '/problems/new', true);
  await expect(page.getByLabel('Title')).toHaveValue('');
  await expect(notice(page)).toBeHidden();
  await context.clearCookies();
  await signInAs(page, context, ada);
  await open(page, '/problems/new', true);
  await expect(page.getByLabel('Title')).toHaveValue('Ada’s secret');
});

test('a browser without room says so', async ({ signedIn: page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await open(page, '/problems/new', true);
  await page.getByLabel('Title').fill('Two Sum');
  await expect(page.getByText('This browser has no room left')).toBeVisible();
});
