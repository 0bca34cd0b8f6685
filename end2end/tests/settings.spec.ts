import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './problems';

test('what is chosen is kept, and counts', async ({ signedIn: page, javaScriptEnabled }) => {
  await open(page, '/settings', javaScriptEnabled);
  if (javaScriptEnabled !== false) await expectAccessible(page);
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByLabel('A day begins at').selectOption('04:00');
  await page.getByLabel('Minutes a day').fill('45');
  await page.getByLabel('Wrap long lines').check();
  await page.getByRole('button', { name: 'Save the settings' }).click();
  await expect(page.getByText('Your settings are saved')).toBeVisible();
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
  await expect(page.getByLabel('Wrap long lines')).toBeChecked();
  const id = await addProblem(page, { title: 'Timed', difficulty: 'easy', status: 'solved', minutes: '15' });
  await open(page, '/', javaScriptEnabled);
  await expect(page.getByText('30 of your 45 minutes are left.')).toBeVisible();
  await open(page, `/problems/${id}/attempts/new`, javaScriptEnabled);
  await expect(page.getByText('Times are in Asia/Tokyo.')).toBeVisible();
});

test('a theme is chosen on this device and is there from the first byte of the next page', async ({ signedIn: page, javaScriptEnabled }) => {
  const theme = () => page.locator('html').getAttribute('data-theme');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/settings', javaScriptEnabled);
  expect(await theme()).toBeNull();
  const light = await background();
  await page.getByRole('radio', { name: 'Dark' }).check();
  if (javaScriptEnabled === false) {
    await page.getByRole('button', { name: 'Use it on this device' }).click();
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  }
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await background()).not.toBe(light);
  const answer = await page.goto('/problems');
  expect(await answer!.text()).toMatch(/^<!DOCTYPE html><html lang="en" data-theme="dark"/);
  await open(page, '/settings', javaScriptEnabled);
  await page.getByRole('radio', { name: 'As the device' }).check();
  if (javaScriptEnabled === false) await page.getByRole('button', { name: 'Use it on this device' }).click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', 'dark');
  await open(page, '/', javaScriptEnabled);
  expect(await theme()).toBeNull();
});

test.describe('mistakes', () => {
  test.use({ expectsErrors: true });

  test('a mistake is explained at its field, and everything can be deleted by whoever means it', async ({ signedIn: page, javaScriptEnabled }) => {
    await addProblem(page, { title: 'To be forgotten', difficulty: 'easy', status: 'failed' });
    await open(page, '/settings', javaScriptEnabled);
    await page.getByLabel('Minutes a day').fill('2000');
    await page.getByLabel('Interview').fill('2099-05-01');
    await page.getByRole('button', { name: 'Save the settings' }).click();
    await expect(page.getByText('Whole minutes, from 5 to 960.')).toBeVisible();
    await expect(page.getByLabel('Minutes a day')).toHaveValue('2000');
    await expect(page.getByLabel('Interview')).toHaveValue('2099-05-01');

    await page.getByRole('link', { name: 'Delete everything…' }).click();
    await expect(page.getByText('1 problems')).toHaveCount(0);
    await expect(page.getByText('1 problem with', { exact: false })).toBeVisible();
    await page.getByLabel('Type “delete everything”').fill('delete it');
    await page.getByRole('button', { name: 'Delete everything for good' }).click();
    await expect(page.getByText('Nothing was deleted.')).toBeVisible();
    await expect(page.getByLabel('Type “delete everything”')).toHaveValue('delete it');
    if (javaScriptEnabled !== false) await expectAccessible(page);
    await page.getByLabel('Type “delete everything”').fill('delete everything');
    await page.getByRole('button', { name: 'Delete everything for good' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything is deleted');
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    if (javaScriptEnabled !== false) await expectAccessible(page);
  });
});
