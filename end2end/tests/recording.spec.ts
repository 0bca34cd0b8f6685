import { expect, open, test } from './fixtures';

const TWO_SUM = 'https://leetcode.com/problems/two-sum/';
const THREE_SUM = 'https://leetcode.com/problems/3sum/';

test('an attempt is logged where the problem is, with the keyboard alone', async ({ signedIn: page, javaScriptEnabled }) => {
  await open(page, `/problems/new?link=${encodeURIComponent(TWO_SUM)}`, javaScriptEnabled);
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await page.locator('#log > summary').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Solved' }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Minutes').fill('12');
  await page.getByLabel('Language').fill('Rust');
  await page.getByLabel('Code').fill('fn main() {}');
  await page.getByRole('radio', { name: 'Solved' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Logged: solved in 12 min' })).toBeVisible();
  await expect(page).toHaveURL(/#attempt-[0-9a-f-]{36}$/);
  const logged = page.locator(new URL(page.url()).hash);
  await expect(logged).toContainText('12 min');
  if (javaScriptEnabled !== false) await expect(logged).toBeFocused();

  // The next form is closed, offers the same language, and nothing else of the last.
  await expect(page.locator('#log')).not.toHaveAttribute('open');
  await page.locator('#log > summary').click();
  await expect(page.getByLabel('Language')).toHaveValue('Rust');
  await expect(page.locator('#code')).toHaveValue('');
  await expect(page.getByRole('radio', { name: 'No help' })).toBeChecked();
});

test('several links are added in one go, each with its outcome', async ({ signedIn: page, javaScriptEnabled }) => {
  await open(page, '/', javaScriptEnabled);
  await page.getByLabel('Paste a problem link').fill(`${TWO_SUM}\n${THREE_SUM} ${TWO_SUM}\nA note to self`);
  if (javaScriptEnabled !== false) {
    await expect(page.getByRole('list', { name: 'Recognised' })).toContainText('3Sum');
  }
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add several problems');
  await expect(page.getByRole('list', { name: 'Recognised' }).getByRole('listitem')).toHaveCount(4);
  await page.getByRole('button', { name: 'Add them all' }).click();
  await expect(page.getByText('2 added, 1 already there, 1 not added')).toBeVisible();
  await expect(page.getByLabel('Links')).toHaveValue('A note to self');
  const outcomes = page.getByRole('list', { name: 'What came of each' });
  await expect(outcomes).toContainText('There is no problem link in this.');
  await outcomes.getByRole('link', { name: '3Sum' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('3Sum');
});
