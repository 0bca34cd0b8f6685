import { expect, open, test } from './fixtures';
import { addProblem } from './journal';

test('a timer ticks by the clock, offers to leave out a sleep and fills the form until somebody types', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  await page.clock.install();
  await open(page, problem, true);
  const panel = page.getByRole('group', { name: 'Timer' });
  const clock = panel.locator('time');
  await panel.getByRole('button', { name: 'Start the timer' }).click();
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.clock.fastForward('01:15');
  await expect(clock).toHaveText(/^1:1\d$/);
  await expect(clock).toHaveAttribute('title', '1 minute');
  await expect(page.getByRole('banner').locator('time')).toHaveText(/^1:1\d$/);

  // Sleep: the clock jumps, nothing ticks.
  await page.clock.fastForward('02:10:00');
  await expect(panel.getByText('You were away for 2 h 10 min.')).toBeVisible();
  await expect(clock).toHaveText(/^2:11:\d\d$/);
  await panel.getByRole('button', { name: 'Keep it' }).click();
  await expect(panel.getByText('You were away')).toBeHidden();
  await expect(clock).toHaveText(/^2:11:\d\d$/);
  await page.clock.fastForward('07:00');
  await expect(panel.getByText('You were away for 7 min.')).toBeVisible();
  const leftOut = page.waitForResponse('**/api/timers/act');
  await panel.getByRole('button', { name: 'Leave that out' }).click();
  expect((await leftOut).ok()).toBe(true);
  await expect(panel.getByText('You were away')).toBeHidden();
});

test('the minutes of the form follow until somebody types some', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  await page.clock.install();
  await open(page, `${problem}/attempts/new`, true);
  const minutes = page.getByLabel('Minutes');
  await page.getByRole('button', { name: 'Start the timer' }).click();
  await expect(minutes).toHaveValue('1');
  await page.clock.fastForward('04:45');
  await expect(minutes).toHaveValue('5');
  await minutes.fill('8');
  await page.clock.fastForward('04:45');
  await expect(page.getByRole('group', { name: 'Timer' }).locator('time')).toHaveText(/^9:/);
  await expect(minutes).toHaveValue('8');
});

test('another tab sees the timer too', async ({ signedIn: page, context }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  const other = await context.newPage();
  await open(other, problem, true);
  await open(page, problem, true);
  await page.getByRole('button', { name: 'Start the timer' }).click();
  await expect(other.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(other.getByRole('banner').getByRole('link', { name: 'Timer: ' })).toContainText('Two Sum');
  await other.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await other.close();
});

test.describe('when the server says no', () => {
  test.use({ expectsErrors: true });

  test('the timer is as it was, and says why', async ({ signedIn: page, context }) => {
    const problem = await addProblem(page, 'Two Sum', true);
    await open(page, problem, true);
    const panel = page.getByRole('group', { name: 'Timer' });
    await page.route('**/api/timers/act', (route) => route.abort());
    await panel.getByRole('button', { name: 'Start the timer' }).click();
    await expect(panel.getByText('GitGud could not be reached; try again. The timer is as it was.')).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Start the timer' })).toBeVisible();
    await page.unroute('**/api/timers/act');
    const started = page.waitForResponse('**/api/timers/act');
    await panel.getByRole('button', { name: 'Start the timer' }).click();
    expect((await started).ok()).toBe(true);
    await expect(panel.getByText('GitGud could not be reached')).toBeHidden();
    await context.clearCookies();
    await panel.getByRole('button', { name: 'Pause' }).click();
    await expect(panel.getByText('Your session has ended; sign in again. The timer is as it was.')).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();
  });
});

test('presses in a hurry are done one after another, a double click is one', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  await open(page, problem, true);
  const panel = page.getByRole('group', { name: 'Timer' });
  let letGo = () => {};
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  let answers = 0;
  page.on('response', (response) => { if (response.url().endsWith('/api/timers/act')) answers += 1; });
  await page.route('**/api/timers/act', async (route) => { await held; await route.continue(); });
  await panel.getByRole('button', { name: 'Start the timer' }).dblclick();
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();
  await panel.getByRole('button', { name: 'Pause' }).press('Enter');
  letGo();
  await expect(panel.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect.poll(() => answers).toBe(2);
  await open(page, problem, true);
  await expect(panel.getByRole('button', { name: 'Resume' })).toBeVisible();
});

test('what was pressed counts although its page was left', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  await open(page, problem, true);
  const panel = page.getByRole('group', { name: 'Timer' });
  let letGo = () => {};
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  let answers = 0;
  page.on('response', (response) => { if (response.url().endsWith('/api/timers/act')) answers += 1; });
  await page.route('**/api/timers/act', async (route) => { await held; await route.continue(); });
  await panel.getByRole('button', { name: 'Start the timer' }).click();
  await panel.getByRole('button', { name: 'Pause' }).press('Enter');
  await page.getByRole('link', { name: 'Problems' }).click();
  await expect(panel).toHaveCount(0);
  letGo();
  await expect.poll(() => answers).toBe(2);
  await open(page, problem, true);
  await expect(panel.getByRole('button', { name: 'Resume' })).toBeVisible();
});
