import { expect, open, test } from './fixtures';
import { addProblem } from './journal';

test.describe('hydrated', () => {
  test.use({ expectsErrors: true });

  test('a star that the server refuses goes back and says why', async ({ signedIn: page }) => {
    await addProblem(page, 'Bright', true);
    const star = page.getByRole('button', { name: 'Star Bright' });
    await page.route('**/api/problems/star', (route) => route.abort());
    await star.click();
    await expect(page.getByRole('alert')).toContainText('could not be reached');
    await expect(star).toHaveAttribute('aria-pressed', 'false');
  });

  test('a star put in the list is not shown as it was on the way back', async ({ signedIn: page }) => {
    await addProblem(page, 'Bright', true);
    await open(page, '/problems', true);
    const saved = page.waitForResponse('**/api/problems/star');
    await page.getByRole('button', { name: 'Star Bright' }).click();
    await (await saved).finished();
    await page.locator('.table__title').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bright');
    // The server's rows are held back: the remembered ones are older than the star.
    let arrive = () => {};
    const held = new Promise<void>((resolve) => { arrive = resolve; });
    const asked = page.waitForRequest('**/api/find/problems');
    await page.route('**/api/find/problems', async (route) => { await held; await route.continue(); });
    await page.goBack();
    await asked;
    await expect(page.locator('.table__title')).toHaveCount(0);
    arrive();
    await expect(page.locator('.table__title')).toHaveText('Bright');
    await expect(page.getByRole('button', { name: 'Star Bright' })).toHaveAttribute('aria-pressed', 'true');
  });

  test('the bar counts what is selected and cannot be used with nothing', async ({ signedIn: page }) => {
    const ids: string[] = [];
    for (const title of ['One', 'Two']) {
      ids.push((await addProblem(page, title, true)).split('/')[2]);
    }
    await open(page, `/problems/bulk?ids=${ids.join(',')}`, true);
    await expect(page.getByText('2 selected')).toBeVisible();
    const all = page.getByRole('checkbox', { name: 'Select all on this page' });
    await expect(all).toBeChecked();
    await page.getByRole('checkbox', { name: 'Select Two' }).uncheck();
    await expect(page.getByText('1 selected')).toBeVisible();
    await expect(all).not.toBeChecked();
    await page.getByRole('checkbox', { name: 'Select One' }).uncheck();
    await expect(page.getByText('none selected')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Delete' })).toBeDisabled();
    await all.check();
    await expect(page.getByText('2 selected')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Delete' })).toBeEnabled();
  });
});
