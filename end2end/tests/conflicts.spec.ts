import type { Page } from '@playwright/test';
import { expect, open, test } from './fixtures';

test.use({ expectsErrors: true });

/** A problem with one attempt; answers with the problem's address and that of the attempt's form. */
async function recorded(page: Page, javaScriptEnabled: boolean | undefined): Promise<{ problem: string; edit: string }> {
  await open(page, '/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F', javaScriptEnabled);
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await page.locator('#log > summary').click();
  await page.getByRole('radio', { name: 'Failed' }).check();
  await page.getByLabel('Notes').fill('at first');
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByText('Logged: failed')).toBeVisible();
  const edit = await page.getByRole('article').getByRole('link', { name: 'Edit' }).getAttribute('href');
  return { problem: new URL(page.url()).pathname, edit: edit! };
}

test('the later of two tabs is told, sees both and loses nothing', async ({ signedIn: first, context, javaScriptEnabled }) => {
  const { edit } = await recorded(first, javaScriptEnabled);
  const second = await context.newPage();
  await open(first, edit, javaScriptEnabled);
  await open(second, edit, javaScriptEnabled);

  await first.getByLabel('Notes').fill('from the first\ntab');
  await first.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(first.getByRole('article')).toContainText('from the first');

  await second.getByRole('radio', { name: 'Solved' }).check();
  await second.getByLabel('Notes').fill('from the second\ntab');
  await second.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(second.getByText('This was changed meanwhile, in another tab or on another device.')).toBeVisible();
  await expect(second.getByLabel('Stored now: notes')).toHaveValue('from the first\ntab');
  await expect(second.getByLabel('Stored now: status')).toHaveValue('failed');
  await expect(second.locator('#notes')).toHaveValue('from the second\ntab');
  await expect(second.getByRole('radio', { name: 'Solved' })).toBeChecked();

  await second.getByRole('button', { name: 'Keep mine: save again' }).click();
  await expect(second.getByRole('article')).toContainText('from the second');

  // The first tab has it the other way round now, and takes what is stored.
  await open(first, edit, javaScriptEnabled);
  await open(second, edit, javaScriptEnabled);
  await first.getByLabel('Notes').fill('third');
  await first.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(first.getByRole('article')).toContainText('third');
  await second.getByLabel('Notes').fill('fourth');
  await second.getByRole('button', { name: 'Save the attempt' }).click();
  await second.getByRole('button', { name: 'Take what is stored' }).click();
  await expect(second.locator('#notes')).toHaveValue('third');
  await expect(second.getByText('changed meanwhile')).toHaveCount(0);
});

test('what was deleted in another tab gives the text back', async ({ signedIn: first, context, javaScriptEnabled }) => {
  const { edit } = await recorded(first, javaScriptEnabled);
  const second = await context.newPage();
  await open(first, edit, javaScriptEnabled);
  await open(second, edit, javaScriptEnabled);
  await first.getByText('Delete this attempt…').click();
  await first.getByRole('button', { name: 'Delete the attempt' }).click();
  await expect(first.getByRole('article')).toHaveCount(0);
  await second.getByLabel('Notes').fill('precious');
  await second.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(second.getByText('it was deleted meanwhile')).toBeVisible();
  await expect(second.getByLabel('Notes')).toHaveValue('precious');
});

test('difficulty and tags change where they stand', async ({ signedIn: page, context, javaScriptEnabled }) => {
  const { problem } = await recorded(page, javaScriptEnabled);
  const other = await context.newPage();
  await open(other, problem, javaScriptEnabled);
  await open(page, problem, javaScriptEnabled);
  // A page that is loaded again forgets this.
  if (javaScriptEnabled !== false) await page.evaluate(() => { (window as any).stayed = true; });
  await page.locator('#change-tags > summary').click();
  await page.getByLabel('Tags').fill('Array, hash table');
  await page.locator('#change-tags').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Tags' })).toContainText('hash-table');
  if (javaScriptEnabled !== false) expect(await page.evaluate(() => (window as any).stayed)).toBe(true);
  await page.locator('#change-difficulty > summary').click();
  await page.locator('#change-difficulty').getByRole('radio', { name: 'Hard' }).check();
  await page.locator('#change-difficulty').getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.badge', { hasText: 'Hard' }).first()).toBeVisible();

  await other.locator('#change-tags > summary').click();
  await other.getByLabel('Tags').fill('graph');
  await other.locator('#change-tags').getByRole('button', { name: 'Save' }).click();
  await expect(other.getByText('Changed meanwhile', { exact: true })).toBeVisible();
  await expect(other.getByLabel('Stored now: tags')).toHaveValue('array, hash-table');
  await other.getByRole('button', { name: 'Keep mine: save again' }).click();
  await expect(other.getByRole('list', { name: 'Tags' })).toContainText('graph');
});
