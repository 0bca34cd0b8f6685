import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './journal';

test('a timer goes on through reloads, pauses, fills in the minutes and ends with the attempt', async ({ signedIn: page, javaScriptEnabled }) => {
  const hydrated = javaScriptEnabled !== false;
  const problem = await addProblem(page, 'Two Sum', javaScriptEnabled);
  const panel = page.getByRole('group', { name: 'Timer' });
  const link = page.getByRole('banner').getByRole('link', { name: 'Timer: ' });
  await expect(link).toBeHidden();
  await panel.getByRole('button', { name: 'Start the timer' }).click();
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Start the timer' })).toBeHidden();
  await expect(panel).toContainText(/0:0\d\s*running since \d\d:\d\d/);
  // The header's link is a script's.
  if (hydrated) {
    await expect(link).toContainText('Two Sum');
    await open(page, '/', javaScriptEnabled);
    await expect(link).toContainText(/0:\d\d/);
    await link.click();
    await expect(page).toHaveURL(problem);
  } else {
    await open(page, problem, javaScriptEnabled);
  }
  await panel.getByRole('button', { name: 'Pause' }).click();
  await expect(panel.getByText('paused', { exact: true })).toBeVisible();
  await expect(link).toBeHidden();
  await open(page, problem, javaScriptEnabled);
  await panel.getByRole('button', { name: 'Resume' }).click();
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();
  if (hydrated) await expectAccessible(page);

  await open(page, `${problem}/attempts/new`, javaScriptEnabled);
  await expect(page.getByLabel('Minutes')).toHaveValue('1');
  await expect(page.getByText('From your timer.')).toBeVisible();
  await page.getByRole('radio', { name: 'Solved' }).check();
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByRole('article')).toContainText('1 min');
  await expect(link).toBeHidden();
  await expect(panel.getByRole('button', { name: 'Start the timer' })).toBeVisible();
});

test('starting from the attempt form comes back to it, and a timer can be discarded', async ({ signedIn: page, javaScriptEnabled }) => {
  const problem = await addProblem(page, 'Two Sum', javaScriptEnabled);
  await open(page, `${problem}/attempts/new`, javaScriptEnabled);
  const panel = page.getByRole('group', { name: 'Timer' });
  await panel.getByRole('button', { name: 'Start the timer' }).click();
  await expect(page.getByLabel('Minutes')).toHaveValue('1');
  await expect(page).toHaveURL(`${problem}/attempts/new`);
  await panel.getByRole('button', { name: 'Discard' }).click();
  await expect(panel.getByRole('button', { name: 'Start the timer' })).toBeVisible();
  await expect(page.getByLabel('Minutes')).toHaveValue('');
});
