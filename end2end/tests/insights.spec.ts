import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './problems';

test('somebody new is told what each section needs, and the next step', async ({ signedIn: page, javaScriptEnabled }) => {
  await open(page, '/', javaScriptEnabled);
  await page.getByRole('link', { name: 'Insights', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Insights');
  await expect(page.getByRole('heading', { name: 'Nothing to tell yet' })).toBeVisible();
  for (const name of ['Your days', 'What you know', 'Faster or slower', 'How often it goes well', 'Does the schedule know you?']) {
    await expect(page.getByRole('region', { name }).locator('.insights__needs')).toBeVisible();
  }
  if (javaScriptEnabled !== false) await expectAccessible(page);
  await page.getByRole('link', { name: 'Add a problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add a problem');
});

test('one attempt begins a streak, and the sentence, the picture and the table say the same', async ({ signedIn: page, javaScriptEnabled }) => {
  for (const title of ['One', 'Two', 'Three']) {
    await addProblem(page, { title, difficulty: 'easy', tags: 'graph', status: 'solved', minutes: '25' });
  }
  await open(page, '/insights', javaScriptEnabled);
  const days = page.getByRole('region', { name: 'Your days' });
  await expect(days.locator('.chart__sentence')).toHaveText(/^You practised on 1 of the last 3[67]\d days; the longest streak was 1 day\.$/);
  await expect(days.locator('.heat-map__picture .heat-map__day')).toHaveCount(1);
  await expect(days.locator('table')).toBeHidden();
  await days.getByText('As a table: 3').click();
  await expect(days.getByRole('cell', { name: '3', exact: true })).toBeVisible();

  const known = page.getByRole('region', { name: 'What you know' });
  await expect(known.getByText('You have solved 3 of 3 problems. You would solve 3 of them today.')).toBeVisible();
  await expect(known.locator('.chart__sentence')).toHaveText('Your weakest pattern now is graph: 100 % recall over 3 problems.');
  await expect(page.getByRole('region', { name: 'Faster or slower' })).toContainText('3 in the last 3 months and 0 in the 9 before');
  await expect(page.getByRole('region', { name: 'How often it goes well' })).toContainText('3 of 3 first attempts.');
  if (javaScriptEnabled !== false) await expectAccessible(page);
});

test('on a phone the calendar scrolls by itself and begins with the latest weeks', async ({ signedIn: page, javaScriptEnabled }) => {
  await addProblem(page, { title: 'One', difficulty: 'easy', status: 'failed' });
  await page.setViewportSize({ width: 390, height: 800 });
  await open(page, '/insights', javaScriptEnabled);
  const calendar = page.locator('.heat-map');
  await calendar.scrollIntoViewIfNeeded();
  const [box, day] = [await calendar.boundingBox(), await calendar.locator('.heat-map__day').boundingBox()];
  expect(day!.x).toBeGreaterThanOrEqual(box!.x);
  expect(day!.x + day!.width).toBeLessThanOrEqual(box!.x + box!.width + 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await calendar.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => calendar.evaluate((element) => element.scrollLeft)).toBeLessThan(0);
});
