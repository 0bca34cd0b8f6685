// The session in a page that is alive: what it asks is asked again, and other tabs and other people are noticed.
import { expect, open, somebodyNew, test, wake } from './fixtures';
import { Person } from './identity';
import { addProblem } from './journal';
import type { Page } from '@playwright/test';

// The first refusal of what a script asks is expected.
test.use({ expectsErrors: true });

const heading = { level: 1 } as const;

/** How often the page asks for its session from now on. */
function renewals(page: Page): () => number {
  let asked = 0;
  page.on('request', (request) => { if (request.url().endsWith('/auth/session')) asked += 1; });
  return () => asked;
}

test('what a page asks with a late token is answered, and one renewal serves all of it', async ({ page, context }) => {
  const person = await Person.signIn(context, somebodyNew());
  const problem = await addProblem(page, 'Two Sum', true);
  await open(page, '/problems', true);
  const asked = renewals(page);

  await person.isLate();
  await page.getByRole('link', { name: 'Two Sum', exact: true }).first().click();
  await expect(page.getByRole('heading', heading)).toHaveText('Two Sum');
  expect(asked()).toBe(1);

  await person.isLate();
  await page.getByRole('button', { name: 'Start the timer' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();

  await person.isLate();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('two');
  await expect(page.getByRole('option', { name: /Two Sum/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');

  await person.isLate();
  await open(page, `${problem}/attempts/new`, true);
  await page.getByRole('radio', { name: 'Solved' }).check();
  await page.getByLabel('Minutes').fill('12');
  await person.isLate();
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByText('Logged: solved in 12 min')).toBeVisible();
});

test('a session that has ended elsewhere is not asked for again and again', async ({ page, context }) => {
  await Person.signIn(context, somebodyNew());
  await open(page, '/problems/new', true);
  await page.getByLabel('Title').fill('Kept');
  await context.clearCookies({ name: /^__(session|client_uat|refresh)/ });
  const asked = renewals(page);
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByText('Your session has ended.', { exact: false })).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue('Kept');
  expect(asked()).toBe(0);
});

test('a tab notices that its reader has signed out in another', async ({ page, context }) => {
  await Person.signIn(context, somebodyNew());
  const problem = await addProblem(page, 'Secret of the first', true);
  const other = await context.newPage();
  await open(other, problem, true);
  await expect(other.getByRole('heading', heading)).toHaveText('Secret of the first');
  await open(page, '/', true);
  await page.locator('.account summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('heading', heading)).toHaveText('Who are you today?');
  await expect(other.getByText('Secret of the first')).toHaveCount(0);
});

test('an open page of one person does nothing for the next', async ({ page, context }) => {
  await Person.signIn(context, somebodyNew());
  await open(page, '/problems/new', true);
  await page.getByLabel('Title').fill('Written by the first');
  // Without a word to this tab.
  const next = await Person.signIn(context, somebodyNew());
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await page.locator(`meta[name="reader"][content="user_${next.name}"]`).waitFor({ state: 'attached' });
  await wake(page);
  await expect(page.getByLabel('Title')).toHaveValue('');
  await open(page, '/problems', true);
  await expect(page.getByText('Written by the first')).toHaveCount(0);
});
