import { expect, expectAccessible, open, test } from './fixtures';
import { accessToken, contest, tell } from './companion';

test.describe('the inbox', () => {
  // A mistake is a refusal to the browser.
  test.use({ expectsErrors: true });

  test('what was told of is in the journal when it is added, and not before', async ({ signedIn: page, javaScriptEnabled }) => {
    const http = page.context().request;
    await open(page, '/inbox', javaScriptEnabled);
    await expect(page.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible();
    if (javaScriptEnabled !== false) await expectAccessible(page);
    await tell(http, await accessToken(http),
      { name: 'Two Sum', group: 'LeetCode', url: 'https://leetcode.com/problems/two-sum/' },
      { name: 'Another one', group: 'Example', url: 'https://example.com/puzzles/8' },
      { name: 'A puzzle', group: 'Example', url: 'https://example.com/puzzles/7' });
    await open(page, '/', javaScriptEnabled);
    await expect(page.getByText('3 problems wait in your inbox')).toBeVisible();
    await page.getByRole('link', { name: 'Open the inbox' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inbox');

    // The link tells how hard one of them is.
    const puzzle = page.getByRole('group', { name: 'A puzzle' });
    await expect(page.getByLabel('Difficulty of Two Sum')).toHaveValue('easy');
    await expect(page.getByLabel('Difficulty of A puzzle')).toHaveValue('');
    await expect(puzzle.getByRole('link', { name: 'A puzzle' })).toHaveAttribute('href', 'https://example.com/puzzles/7');
    await puzzle.getByText('Title and tags').click();
    await puzzle.getByLabel('Tags').fill('dp, two pointers');
    await puzzle.getByRole('button', { name: /^Add to the journal/ }).click();
    await expect(puzzle.getByText('Choose how hard it is.')).toBeVisible();
    await expect(puzzle.getByLabel('Tags')).toHaveValue('dp, two pointers');
    if (javaScriptEnabled !== false) await expectAccessible(page);
    await page.getByLabel('Difficulty of A puzzle').selectOption('Hard');
    await puzzle.getByRole('button', { name: /^Add to the journal/ }).click();
    await expect(page.getByText('“A puzzle” is in your journal')).toBeVisible();
    await expect(puzzle).toHaveCount(0);
    // What was chosen there does not stay for the problem that moves up.
    await expect(page.getByLabel('Difficulty of Another one')).toHaveValue('');
    await expect(page.getByLabel('Difficulty of Two Sum')).toHaveValue('easy');

    await page.getByRole('link', { name: 'Open it' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('A puzzle');
    await expect(page.getByText('two-pointers').first()).toBeVisible();
    await open(page, '/', javaScriptEnabled);
    await expect(page.getByText('2 problems wait in your inbox')).toBeVisible();
  });

  test('a contest is added in one press, as far as it is known how hard it is', async ({ signedIn: page, javaScriptEnabled }) => {
    const http = page.context().request;
    await tell(http, await accessToken(http), ...contest());
    await open(page, '/inbox', javaScriptEnabled);
    await expect(page.getByRole('heading', { level: 2, name: 'Educational Round 40' })).toBeVisible();
    await expect(page.getByText('3 of 6 are here')).toBeVisible();
    if (javaScriptEnabled !== false) await expectAccessible(page);
    // Enter in a field of one of them adds none.
    const last = page.getByRole('group', { name: 'Nobody Knows' });
    await last.getByText('Title and tags').click();
    await last.getByLabel('Title', { exact: true }).press('Enter');
    await expect(page.getByText('3 of 6 are here')).toBeVisible();
    await page.getByRole('button', { name: 'Add all with a difficulty' }).click();
    await expect(page.getByText('2 problems added to your journal')).toBeVisible();
    await expect(page.getByText('1 of 6 are here')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add all with a difficulty' })).toHaveCount(0);
    await page.getByLabel('Difficulty of Nobody Knows').selectOption('Easy');
    await page.getByRole('button', { name: /^Add to the journal/ }).click();
    await expect(page.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible();
  });

  test('what was dismissed is one press away from waiting again', async ({ signedIn: page, javaScriptEnabled }) => {
    const http = page.context().request;
    const secret = await accessToken(http);
    await tell(http, secret, { name: 'On paper' }, ...contest());
    await open(page, '/inbox', javaScriptEnabled);
    const told = page.getByRole('region', { name: 'What was just done' });
    await page.getByRole('button', { name: 'Dismiss all of them' }).click();
    await expect(told).toContainText('Dismissed 3 problems from the inbox');
    await page.getByRole('button', { name: /^Dismiss ?: On paper$/ }).click();
    await expect(told).toContainText('Dismissed “On paper” from the inbox');
    await expect(page.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible();
    await told.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('group', { name: 'On paper' })).toBeVisible();
    await told.getByRole('link', { name: 'Recent changes' }).click();
    await page.getByRole('button', { name: /^Undo ?: Dismissed 3 problems/ }).click();
    await expect(page.getByRole('button', { name: /^Undo ?: Dismissed 3 problems/ })).toHaveCount(0);
    await open(page, '/inbox', javaScriptEnabled);
    await expect(page.getByText('3 of 6 are here')).toBeVisible();
    // Told of once more, it is still one.
    await tell(http, secret, { name: 'On paper' });
    await open(page, '/inbox', javaScriptEnabled);
    await expect(page.getByRole('group', { name: 'On paper' })).toHaveCount(1);
  });
});
