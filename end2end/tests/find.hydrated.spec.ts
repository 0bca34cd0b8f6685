import { expect, open, test } from './fixtures';
import { addProblem } from './problems';

test.beforeEach(async ({ signedIn: page }) => {
  await addProblem(page, { title: 'Two Sum', difficulty: 'easy', status: 'solved', minutes: '12' });
  await addProblem(page, { title: 'Burst Balloons', difficulty: 'hard', status: 'failed', minutes: '50' });
  await addProblem(page, { title: 'Course Schedule', difficulty: 'medium' });
});

test('typing filters, keeps the caret and leaves one step in the history', async ({ signedIn: page }) => {
  await open(page, '/', true);
  await page.getByRole('link', { name: 'Problems', exact: true }).click();
  const line = page.getByRole('searchbox');
  const titles = page.locator('.table__title');
  await expect(titles).toHaveCount(3);
  await line.focus();
  await page.keyboard.type('um');
  await expect(titles).toHaveText(['Two Sum']);
  await page.keyboard.press('Home');
  await page.keyboard.type('s');
  await expect(page).toHaveURL(/\?q=sum$/);
  await expect(line).toBeFocused();
  await expect(line).toHaveValue('sum');
  expect(await line.evaluate((field: HTMLInputElement) => field.selectionStart)).toBe(1);
  await expect(page.getByRole('status').filter({ hasText: '1 of 3 problems' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Journal');
});

test('a mistake is explained while it is typed and the rows stay', async ({ signedIn: page }) => {
  await open(page, '/problems', true);
  const line = page.getByRole('searchbox');
  // In one go: a pause after `is` would be a search for that word.
  await line.fill('is:sloved');
  await expect(page.getByText('Did you mean is:solved?')).toBeVisible();
  await expect(page.locator('.table__title')).toHaveCount(3);
  await line.fill('is:solved');
  await expect(page.locator('.table__title')).toHaveText(['Two Sum']);
  await expect(page.getByText('Did you mean')).toHaveCount(0);
});

test('what was seen, and what follows from it, is there without the server', async ({ signedIn: page, context }) => {
  const titles = page.locator('.table__title');
  await open(page, '/problems', true);
  await page.locator('summary', { hasText: 'Result' }).click();
  await page.getByRole('link', { name: 'Solved', exact: true }).click();
  await expect(titles).toHaveText(['Two Sum']);
  await page.route('**/api/find/problems', () => {}); // no answer from now on
  await page.goBack();
  await expect(titles).toHaveCount(3);
  await page.goForward();
  await expect(titles).toHaveText(['Two Sum']);
  await page.goBack();
  await page.getByRole('searchbox').fill('difficulty:hard');
  await expect(titles).toHaveText(['Burst Balloons']);
  await expect(page.getByText('1 of 3 problems')).toBeVisible();
  // Words are in notes and code too, which only the server knows: the rows stay until it answers.
  await page.getByRole('searchbox').fill('difficulty:hard burst');
  await expect(page.locator('.found')).toHaveAttribute('aria-busy', 'true');
  await expect(titles).toHaveText(['Burst Balloons']);
});

test('ticks are taken off when other rows come', async ({ signedIn: page }) => {
  await open(page, '/problems', true);
  await page.getByLabel('Select Burst Balloons').check();
  await page.getByRole('searchbox').fill('two');
  await expect(page.locator('.table__title')).toHaveText(['Two Sum']);
  await expect(page.getByLabel('Select Two Sum')).not.toBeChecked();
});

test('a problem that was added meanwhile is there', async ({ signedIn: page }) => {
  await open(page, '/problems', true);
  await expect(page.locator('.table__title')).toHaveCount(3);
  await page.getByRole('link', { name: 'Add a problem' }).click();
  await page.getByLabel('Title').fill('New one');
  await page.getByRole('radio', { name: 'Hard' }).check();
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New one');
  await page.getByRole('link', { name: 'Problems', exact: true }).click();
  await expect(page.locator('.table__title')).toHaveText(['New one', 'Course Schedule', 'Burst Balloons', 'Two Sum']);
});
