import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './journal';

test.describe('many at once', () => {
  test.use({ expectsErrors: true });

  test('the selected problems are changed, refused with a reason, deleted and brought back', async ({ signedIn: page, javaScriptEnabled }) => {
    const problems = [await addProblem(page, 'One', javaScriptEnabled), await addProblem(page, 'Two', javaScriptEnabled)];
    const selection = `/problems/bulk?ids=${problems.map((path) => path.split('/')[2]).join(',')}`;
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
    const problem = await addProblem(page, 'Bright', javaScriptEnabled);
    const star = page.getByRole('button', { name: 'Star Bright' });
    await expect(star).toHaveAttribute('aria-pressed', 'false');
    await star.click();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await page.waitForLoadState('networkidle');
    await open(page, problem, javaScriptEnabled);
    await expect(star).toHaveAttribute('aria-pressed', 'true');
  });
});
