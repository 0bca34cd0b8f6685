import { expect, open, somebodyNew, test, wake } from './fixtures';

const PASTED = 'Two Sum - LeetCode https://leetcode.com/problems/two-sum/description/?envType=study-plan-v2';

test('a stranger signs in, pastes a link, logs attempts, edits one, deletes one and sees true numbers', async ({ page, javaScriptEnabled }) => {
  const number = (label: string) =>
    page.locator('.stat', { has: page.getByText(label, { exact: true }) }).locator('.stat__value');
  const settled = async () => {
    if (javaScriptEnabled !== false) await wake(page);
  };

  await open(page, '/', javaScriptEnabled);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Solved once is not learned.');
  await page.getByRole('link', { name: 'Start your journal' }).first().click();
  await page.getByLabel('Name').fill(somebodyNew());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Journal');
  await settled();
  await expect(page.getByRole('heading', { name: 'Your first attempt, in a minute' })).toBeVisible();

  await page.getByLabel('Paste a problem link').fill(PASTED);
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText('Two Sum · LeetCode · easy?').first()).toBeVisible();
  await settled();
  await expect(page.getByLabel('Title')).toHaveValue('Two Sum');
  await expect(page.getByRole('radio', { name: 'Easy' })).toBeChecked();
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await expect(page.getByRole('link', { name: 'Open on LeetCode' })).toHaveAttribute('href', 'https://leetcode.com/problems/two-sum/');

  const log = async (status: string, minutes: string, notes: string) => {
    await page.locator('#log > summary').click();
    await page.getByRole('radio', { name: status }).check();
    await page.getByLabel('Minutes').fill(minutes);
    await page.getByLabel('Notes').fill(notes);
    await page.getByRole('button', { name: 'Save the attempt' }).click();
    await expect(page.getByText(`Logged: ${status.toLowerCase()} in ${minutes} min`)).toBeVisible();
  };
  await log('Failed', '40', 'Sorted it and **lost the indices**');
  await log('Solved', '12', 'One pass with a map');
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByText('lost the indices')).toHaveJSProperty('tagName', 'STRONG');

  await open(page, '/', javaScriptEnabled);
  await expect(number('Problems')).toHaveText('1');
  await expect(number('Solved')).toHaveText('1');
  await expect(number('Failed')).toHaveText('0');
  await expect(number('Attempts')).toHaveText('2');
  await expect(number('Success per attempt')).toHaveText('50%');

  // Pasting it again finds it.
  await page.getByLabel('Paste a problem link').fill('http://www.leetcode.com/problems/two-sum');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText('Already in your journal')).toBeVisible();
  await settled();
  await page.getByRole('link', { name: 'Open the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');

  // Edit the solved attempt into the past: the failed one is the latest now.
  await page.getByRole('article').first().getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit an attempt');
  await page.getByLabel('When').fill('2024-02-29T08:30');
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByRole('article').last()).toContainText('29 Feb 2024, 08:30');
  await expect(page.locator('.facts').getByText('Failed')).toBeVisible();

  // Delete the failed one.
  await page.getByRole('article').first().getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit an attempt');
  await page.getByText('Delete this attempt…').click();
  await page.getByRole('button', { name: 'Delete the attempt' }).click();
  await expect(page.getByRole('article')).toHaveCount(1);

  await open(page, '/', javaScriptEnabled);
  await expect(number('Solved')).toHaveText('1');
  await expect(number('Attempts')).toHaveText('1');
  await expect(number('Success per attempt')).toHaveText('100%');

  await page.locator('.menu__button').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Solved once is not learned.');
});

test('a signed-out visitor of a page is asked to sign in and comes back to it', async ({ page, javaScriptEnabled }) => {
  await page.goto('/problems');
  await page.getByLabel('Name').fill(somebodyNew());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/problems$/);
  await expect(page.getByRole('heading', { name: 'No problems yet' })).toBeVisible();
  if (javaScriptEnabled !== false) await wake(page);
});

test.describe('mistakes', () => {
  test.use({ expectsErrors: true });

  test('a mistake is shown at its field and nothing typed is lost', async ({ signedIn: page, javaScriptEnabled }) => {
    await open(page, '/problems/new', javaScriptEnabled);
    await page.getByLabel('Title').fill('On paper');
    await page.getByRole('radio', { name: 'Hard' }).check();
    await page.getByRole('button', { name: 'Add the problem' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('On paper');
    await page.getByRole('link', { name: 'Log an attempt' }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log an attempt');
    await page.getByLabel('Minutes').fill('1441');
    await page.getByLabel('Code').fill('\n  def f():\n    return "</textarea><b>"\n');
    await page.getByRole('button', { name: 'Save the attempt' }).click();
    await expect(page.getByText('Whole minutes from 1 to 1,440')).toBeVisible();
    await expect(page.getByText('Say what came of it')).toBeVisible();
    await expect(page.getByLabel('Minutes')).toHaveValue('1441');
    await expect(page.getByLabel('Code')).toHaveValue('\n  def f():\n    return "</textarea><b>"\n');
    await page.getByRole('radio', { name: 'Partial' }).check();
    await page.getByLabel('Minutes').fill('14');
    await page.getByRole('button', { name: 'Save the attempt' }).click();
    await expect(page.getByRole('article')).toContainText('14 min');
    await expect(page.getByRole('article').locator('code')).toContainText('return "</textarea><b>"');
  });

  test('a page that is not there helps', async ({ page, javaScriptEnabled }) => {
    await open(page, '/no/such/page', javaScriptEnabled);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is not here');
    await page.getByRole('link', { name: 'Go to your journal' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Solved once is not learned.');
  });
});

test('files of the browser half come compressed and stay cached for good', async ({ page, request }) => {
  await page.goto('/');
  const links = await page.locator('link[href^="/pkg/"]').evaluateAll((found) => found.map((link) => link.getAttribute('href')!));
  expect(links.some((link) => link.endsWith('.wasm')) && links.some((link) => link.endsWith('.css'))).toBe(true);
  for (const link of links) {
    const answer = await request.get(link, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers()['content-encoding'], link).toBe('br');
    expect(answer.headers()['cache-control'], link).toBe('public, max-age=31536000, immutable');
    // A session token is new every minute; what depends on it is fetched again.
    expect(answer.headers().vary, link).toBe('accept-encoding');
  }
});
