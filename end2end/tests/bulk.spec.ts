import { expect, expectAccessible, open, test } from './fixtures';
import type { Page } from '@playwright/test';

/** Adds a problem and answers with its id. */
async function add(page: Page, title: string, javaScriptEnabled: boolean | undefined): Promise<string> {
  await open(page, '/problems/new', javaScriptEnabled);
  await page.getByLabel('Title').fill(title);
  await page.getByRole('radio', { name: 'Hard' }).check();
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  return new URL(page.url()).pathname.split('/')[2];
}

test.describe('many at once', () => {
  test.use({ expectsErrors: true });

  test('the selected problems are changed, refused with a reason, deleted and brought back', async ({ signedIn: page, javaScriptEnabled }) => {
    const ids = [await add(page, 'One', javaScriptEnabled), await add(page, 'Two', javaScriptEnabled)];
    const selection = `/problems/bulk?ids=${ids.join(',')}`;
    const told = page.getByRole('region', { name: 'What was just done' });
    await open(page, selection, javaScriptEnabled);
    await expect(page.getByRole('checkbox', { name: 'Select One' })).toBeChecked();
    if (javaScriptEnabled !== false) await expectAccessible(page);

    // A mistake is shown at its field, and the selection stays.
    await page.getByRole('button', { name: 'Add tags' }).click();
    await expect(page.getByText('Type at least one tag.')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: 'Select Two' })).toBeChecked();

    await page.locator('#bulk-tags').fill('dp, Two Pointers');
    await page.getByRole('button', { name: 'Add tags' }).click();
    await expect(told).toContainText('Added dp, two-pointers to 2 problems');

    await open(page, selection, javaScriptEnabled);
    await page.getByRole('checkbox', { name: 'Select Two' }).uncheck();
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect(told).toContainText('Deleted “One”');
    await told.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('One');
    await expect(page.getByText('two-pointers').first()).toBeVisible();
  });

  test('a star stays where it was put', async ({ signedIn: page, javaScriptEnabled }) => {
    const id = await add(page, 'Bright', javaScriptEnabled);
    const star = page.getByRole('button', { name: 'Star Bright' });
    await expect(star).toHaveAttribute('aria-pressed', 'false');
    await star.click();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await page.waitForLoadState('networkidle');
    await open(page, `/problems/${id}`, javaScriptEnabled);
    await expect(star).toHaveAttribute('aria-pressed', 'true');
  });
});
