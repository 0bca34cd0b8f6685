import { expect, open, test, wake } from './fixtures';
import type { Page } from '@playwright/test';

/** Pastes as a person does: with the keys, into whatever has the focus. */
async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.keyboard.press('Control+v');
}

test('a link pasted anywhere starts a new problem', async ({ signedIn: page }) => {
  await open(page, '/problems', true);
  await paste(page, 'Two Sum - LeetCode https://leetcode.com/problems/two-sum/?tab=x');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add a problem');
  await expect(page.getByLabel('Title')).toHaveValue('Two Sum');
});

test('several links pasted anywhere go to the page that takes several', async ({ signedIn: page }) => {
  await open(page, '/', true);
  await paste(page, 'Today:\r\n1. https://leetcode.com/problems/two-sum/, \r\n\r\n(https://leetcode.com/problems/3sum/)\r\n');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add several problems');
  expect(new URL(page.url()).searchParams.get('links'))
    .toBe('1. https://leetcode.com/problems/two-sum/, \n(https://leetcode.com/problems/3sum/)');
  await expect(page.getByLabel('Links')).toHaveValue(/two-sum[^]*3sum/);
});

test('a long list waits for the page that takes several and is put into its field', async ({ signedIn: page }) => {
  await open(page, '/', true);
  const links = Array.from({ length: 300 }, (_, number) => `https://leetcode.com/problems/p-${number}/`).join('\n');
  await paste(page, links);
  await expect(page.getByLabel('Links')).toHaveValue(links);
  expect(new URL(page.url()).search).toBe('');
  await wake(page);
  await expect(page.getByLabel('Links')).toHaveValue(links);
  // Once only: the next visit starts empty.
  await open(page, '/problems/add', true);
  await expect(page.getByLabel('Links')).toHaveValue('');
});

test('what is pasted into a field, without a link, or over something unsaved stays where it is', async ({ signedIn: page }) => {
  const link = 'https://leetcode.com/problems/two-sum/';
  await open(page, '/problems/new', true);
  await paste(page, 'no link here, only words: http:// leetcode.com');
  await page.getByLabel('Description').focus();
  await paste(page, link);
  await expect(page.getByLabel('Description')).toHaveValue(link);
  await page.getByRole('heading', { level: 1 }).click();
  await paste(page, link);
  await expect(page.getByLabel('Description')).toHaveValue(link);
  await expect(page).toHaveURL(/\/problems\/new$/);
  // With nothing unsaved the same paste leaves.
  await page.getByLabel('Description').fill('');
  await page.getByRole('heading', { level: 1 }).click();
  await paste(page, link);
  await expect(page).toHaveURL(/link=/);
});

test('a visitor can paste without being sent anywhere', async ({ page }) => {
  await open(page, '/', true);
  await paste(page, 'https://leetcode.com/problems/two-sum/');
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(page).toHaveURL(/\/$/);
});
