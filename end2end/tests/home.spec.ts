import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './problems';

test('somebody new gets from the home page to a first logged attempt, and is told what is next', async ({ signedIn: page, javaScriptEnabled }) => {
  await open(page, '/', javaScriptEnabled);
  await expect(page.getByRole('heading', { name: 'Your first attempt, in a minute' })).toBeVisible();
  if (javaScriptEnabled !== false) await expectAccessible(page);
  await page.getByRole('link', { name: 'Number of Islands' }).click();
  await expect(page.getByText('Number of Islands · LeetCode').first()).toBeVisible();
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Number of Islands');
  await page.locator('#log > summary').click();
  await page.getByRole('radio', { name: 'Failed' }).check();
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByText('Logged: failed')).toBeVisible();

  await page.getByRole('link', { name: 'Journal', exact: true }).click();
  await expect(page.getByRole('heading', { name: '1 unfinished, longest wait first' })).toBeVisible();
  await expect(page.getByText('1 attempt today. 30 of your 60 minutes are left.')).toBeVisible();
  await page.getByRole('link', { name: 'Log an attempt at Number of Islands' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log an attempt');
});

test('the home page leads with what is unfinished, then with what was never tried, and says when nothing is', async ({ signedIn: page, javaScriptEnabled }) => {
  await addProblem(page, { title: 'Solved already', difficulty: 'easy', status: 'solved', minutes: '25' });
  await open(page, '/', javaScriptEnabled);
  await expect(page.getByText('Nothing is unfinished.')).toBeVisible();
  await expect(page.getByText('1 attempt today. 35 of your 60 minutes are left.')).toBeVisible();
  await addProblem(page, { title: 'Never tried', difficulty: 'hard' });
  await addProblem(page, { title: 'Half done', difficulty: 'medium', status: 'partial', minutes: '40' });
  await open(page, '/', javaScriptEnabled);
  await expect(page.getByText('2 attempts today. Your 60 minutes are done.')).toBeVisible();
  const rows = page.locator('.now__item');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Half done');
  await expect(rows.last()).toContainText('Never tried');
  // One action is the loudest.
  await expect(page.locator('.now .button--primary')).toHaveText('Log an attempt at Half done');
  await page.getByRole('link', { name: 'See all' }).first().click();
  await expect(page.locator('main table tbody tr')).toHaveCount(1);
});

test('what was typed and not saved is told of', async ({ signedIn: page, javaScriptEnabled }) => {
  const id = await addProblem(page, { title: 'Interrupted', difficulty: 'easy' });
  const form = { form: `attempt-new:${id}`, 'fields[id]': '0190f3c2-0000-7000-8000-00000000abcd', 'fields[notes]': 'half a thought' };
  const origin = process.env.GITGUD_E2E_ORIGIN!;
  const kept = await page.context().request.post(`${origin}/api/drafts/save`, { form, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(kept.ok()).toBe(true);
  await open(page, '/', javaScriptEnabled);
  await expect(page.locator('.now__item').first()).toContainText('An attempt at Interrupted');
  await page.getByRole('link', { name: 'Go on writing' }).click();
  await expect(page.getByLabel('Notes')).toHaveValue('half a thought');
});

test('a visitor reads what it is, with real pictures that have words, and a way in', async ({ page, javaScriptEnabled }) => {
  await open(page, '/', javaScriptEnabled);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Solved once is not learned.');
  await expect(page.getByRole('link', { name: 'Start your journal' }).first()).toBeInViewport();
  const pictures = page.locator('main img');
  await expect(pictures).toHaveCount(3);
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect(picture).toHaveJSProperty('complete', true);
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(900);
    expect((await picture.getAttribute('alt'))!.length).toBeGreaterThan(40);
  }
  if (javaScriptEnabled !== false) await expectAccessible(page);
});
