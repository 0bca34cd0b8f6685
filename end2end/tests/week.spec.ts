import type { Page } from '@playwright/test';
import { daysPass } from './clock';
import { expect, open, test } from './fixtures';
import { addProblem } from './problems';

/** The id of whoever is signed in, as their token says it. */
async function whoIs(page: Page): Promise<string> {
  const cookies = await page.context().cookies(process.env.GITGUD_E2E_ORIGIN!);
  const token = cookies.find(({ name }) => name === '__session')!.value;
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).sub;
}

/** How the app writes a day so many days from now. */
function dayText(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000);
  return `${date.getUTCDate()} ${date.toLocaleString('en', { month: 'short', timeZone: 'UTC' })}`;
}

const list = (page: Page) => page.getByRole('region', { name: 'Today' }).getByRole('listitem');
const current = (page: Page) => page.getByRole('heading', { level: 2 }).first();

async function comesBack(page: Page, problem: string): Promise<string> {
  await page.goto(`/problems/${problem}`);
  return page.locator('dt', { hasText: 'Comes back' }).locator('xpath=following-sibling::dd').innerText();
}

async function setting(page: Page, label: string, value: string, javaScriptEnabled: boolean | undefined): Promise<void> {
  await open(page, '/settings', javaScriptEnabled);
  await page.getByLabel(label, { exact: false }).first().fill(value);
  await page.getByRole('button', { name: 'Save the settings' }).click();
  await expect(page.getByText('Your settings are saved')).toBeVisible();
}

test('a week of use: what failed is back tomorrow, what was fast is far away, and an interview bends the dates', async ({ signedIn: page, javaScriptEnabled }) => {
  test.skip(!process.env.GITGUD_DEMO, 'the clock is moved by the app’s own command');
  test.slow();
  // A zone without summer time, whatever the machine's, so that days are counted as here.
  await page.context().addCookies([{ name: 'tz', value: 'UTC', url: process.env.GITGUD_E2E_ORIGIN! }]);
  const failed = await addProblem(page, { title: 'Failed', difficulty: 'medium', tags: 'dp', status: 'failed', minutes: '40' });
  const usual = await addProblem(page, { title: 'Usual', difficulty: 'medium', tags: 'graph', status: 'solved', minutes: '30' });
  const fast = await addProblem(page, { title: 'Fast', difficulty: 'medium', tags: 'tree', status: 'solved', minutes: '9' });
  const user = await whoIs(page);
  expect(await comesBack(page, failed)).toContain('tomorrow');
  expect(await comesBack(page, usual)).toContain(dayText(2));
  // Longer intervals vary a little from problem to problem.
  expect([dayText(8), dayText(9)]).toContain(await comesBack(page, fast));
  await open(page, '/review', javaScriptEnabled);
  await expect(page.getByText('Nothing is due today', { exact: true })).toBeVisible();

  await daysPass(user, 1);
  await open(page, '/review', javaScriptEnabled);
  await expect(current(page)).toHaveText('Failed');
  await expect(list(page)).toHaveCount(1);
  await page.getByRole('button', { name: /^\d Good / }).click();
  await expect(page.getByText('Good: Failed comes back on ').first()).toBeVisible();
  await expect(page.getByText('Nothing is due today', { exact: true })).toBeVisible();

  // Day 4: two are due, and the day has minutes for one.
  await daysPass(user, 3);
  await setting(page, 'Minutes a day', '30', javaScriptEnabled);
  await open(page, '/review', javaScriptEnabled);
  await expect(page.getByText('1 more waits, about 1 day at 30 minutes a day.').first()).toBeVisible();
  await expect(list(page)).toHaveCount(1);

  // The fast one was to come on day 8 or 9; with an interview on day 10 it comes half way, on day 5.
  expect([dayText(4), dayText(5)]).toContain(await comesBack(page, fast));
  const interview = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10);
  await setting(page, 'Interview', interview, javaScriptEnabled);
  expect(await comesBack(page, fast)).toContain('tomorrow');
  await open(page, '/insights', javaScriptEnabled);
  await expect(page.getByRole('heading', { name: 'Am I on track?' })).toBeVisible();
});
