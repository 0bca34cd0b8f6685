import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './problems';

test('a calendar is made, read by another program, and ended', async ({ signedIn: page, playwright, javaScriptEnabled }) => {
  const hydrated = javaScriptEnabled !== false;
  await addProblem(page, { title: 'Two Sum', difficulty: 'easy', status: 'failed' });
  await open(page, '/settings', javaScriptEnabled);
  await page.getByRole('link', { name: 'Calendar…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Calendar');
  await page.getByLabel('With the titles of the problems').check();
  await page.getByRole('button', { name: 'Make the calendar' }).click();
  const field = page.getByLabel('Address', { exact: true });
  await expect(field).toHaveValue(/\/calendar\/[0-9a-f]{40}\.ics$/);
  if (hydrated) await expectAccessible(page);
  const address = await field.inputValue();

  // A program without cookies.
  const program = await playwright.request.newContext();
  const read = await program.get(address);
  expect(read.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  const text = (await read.text()).replaceAll('\r\n ', '');
  expect(text).toContain('SUMMARY:Review: 15 min\\, 1 problem');
  expect(text).toContain('DESCRIPTION:Two Sum');

  await open(page, '/settings/calendar', javaScriptEnabled);
  await expect(page.getByText('It tells minutes and titles.')).toBeVisible();
  await expect(page.getByText('last read')).toBeVisible();
  await expect(page.getByLabel('Address', { exact: true })).toHaveCount(0);
  await page.getByText('End the address…').click();
  await page.getByRole('button', { name: 'End the address' }).click();
  await expect(page.getByText('The address has ended')).toBeVisible();
  expect((await program.get(address)).status()).toBe(404);
  await program.dispose();
});
