import { expect, open, test } from './fixtures';

test.describe('hydrated', () => {
  test.use({ expectsErrors: true });

  test('a star that the server refuses goes back and says why', async ({ signedIn: page }) => {
    await open(page, '/problems/new', true);
    await page.getByLabel('Title').fill('Bright');
    await page.getByRole('radio', { name: 'Hard' }).check();
    await page.getByRole('button', { name: 'Add the problem' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bright');
    const star = page.getByRole('button', { name: 'Star Bright' });
    await page.route('**/api/problems/star', (route) => route.abort());
    await star.click();
    await expect(page.getByRole('alert')).toContainText('could not be reached');
    await expect(star).toHaveAttribute('aria-pressed', 'false');
  });

  test('the bar counts what is selected and cannot be used with nothing', async ({ signedIn: page }) => {
    const ids: string[] = [];
    for (const title of ['One', 'Two']) {
      await open(page, '/problems/new', true);
      await page.getByLabel('Title').fill(title);
      await page.getByRole('radio', { name: 'Hard' }).check();
      await page.getByRole('button', { name: 'Add the problem' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      ids.push(new URL(page.url()).pathname.split('/')[2]);
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
