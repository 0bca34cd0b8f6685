import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './journal';

test('a deleted problem is one press away from being there again', async ({ signedIn: page, javaScriptEnabled }) => {
  await addProblem(page, 'Kept after all', javaScriptEnabled);
  await page.getByText('Delete this problem…').click();
  await page.getByRole('button', { name: 'Delete the problem' }).click();
  const told = page.getByRole('region', { name: 'What was just done' });
  await expect(told).toContainText('Deleted “Kept after all”');
  if (javaScriptEnabled !== false) await expectAccessible(page);
  await told.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kept after all');
  await expect(told).toContainText('Taken back: Deleted “Kept after all”');
  await told.getByRole('link', { name: 'Recent changes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Recent changes');
  await expect(page.getByText('Taken back', { exact: true })).toBeVisible();
  if (javaScriptEnabled !== false) await expectAccessible(page);
});

test('Recent changes takes back what the notice no longer offers', async ({ signedIn: page, javaScriptEnabled }) => {
  await addProblem(page, 'Found again', javaScriptEnabled);
  await page.getByText('Delete this problem…').click();
  await page.getByRole('button', { name: 'Delete the problem' }).click();
  await expect(page.getByRole('region', { name: 'What was just done' })).toBeVisible();
  await open(page, '/problems', javaScriptEnabled);
  await expect(page.getByRole('region', { name: 'What was just done' })).toHaveCount(0);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Recent changes' }).click();
  await page.getByRole('button', { name: /^Undo ?: Deleted “Found again”$/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Found again');
});
