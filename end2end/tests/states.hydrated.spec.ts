import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './problems';

test.describe('no network', () => {
  // What is kept on the server, such as a draft, cannot be.
  test.use({ expectsErrors: true });

  test('a browser without a network says so, and when it is over; what was typed stays', async ({ signedIn: page, context }) => {
    const id = await addProblem(page, { title: 'On a train', difficulty: 'easy' });
    await open(page, `/problems/${id}/attempts/new`, true);
    await page.getByLabel('Notes').fill('typed in a tunnel');
    await context.setOffline(true);
    await expect(page.getByText('You are offline.').first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Failed' }).check();
    await context.setOffline(false);
    await expect(page.getByText('You are back online.').first()).toBeVisible();
    await expect(page.locator('.offline')).toHaveCount(0);
    await expect(page.getByLabel('Notes')).toHaveValue('typed in a tunnel');
    await page.getByRole('button', { name: 'Save the attempt' }).click();
    await expect(page.getByText('Logged: failed')).toBeVisible();
  });
});

test('an answer that takes longer than a second is told of, and no other', async ({ signedIn: page }) => {
  await addProblem(page, { title: 'Slow', difficulty: 'easy' });
  await open(page, '/', true);
  let release = () => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route('**/api/**', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Problems', exact: true }).click();
  await expect(page.locator('.waiting')).toHaveText('Still loading…');
  await expect(page.locator('#said')).toHaveText('Still loading…');
  release();
  await expect(page.locator('main table tbody tr')).toHaveCount(1);
  await expect(page.locator('.waiting')).toHaveCount(0);
  await expect(page.locator('html')).not.toHaveAttribute('data-waiting', '');
});

test('a chosen theme is said, too', async ({ signedIn: page }) => {
  await open(page, '/settings', true);
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('.toast')).toHaveText('Pages are dark on this device.');
  await expect(page.locator('#said')).toHaveText('Pages are dark on this device.');
  await page.locator('.toast').click();
  await expect(page.locator('.toast')).toHaveCount(0);
});

test.describe('an ended session', () => {
  test.use({ expectsErrors: true });

  test('is told where it is met, with the way back in, and nothing typed is lost', async ({ signedIn: page, context }) => {
    const id = await addProblem(page, { title: 'Interrupted', difficulty: 'easy' });
    await open(page, `/problems/${id}/attempts/new`, true);
    await page.getByRole('radio', { name: 'Solved' }).check();
    await page.getByLabel('Notes').fill('kept');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Save the attempt' }).click();
    await expect(page.getByText('Your session has ended.').first()).toBeVisible();
    await expect(page.getByLabel('Notes')).toHaveValue('kept');
    await page.getByRole('link', { name: 'Problems', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your session has ended');
    await expect(page.locator('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
    await expectAccessible(page);
  });
});
