import { expect, expectAccessible, open, test, wake } from './fixtures';

// Every page of the skeleton, in both themes and at the narrow and the wide end.
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 }, expectsErrors: true });

      test('no page has an axe violation or scrolls sideways', async ({ signedIn: page, context }) => {
        const check = async (path: string, name = path) => {
          await open(page, path, true);
          await expectAccessible(page);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
          await page.screenshot({ path: `screenshots/${width}-${colorScheme}-${name.replace(/[0-9a-f-]{36}/, 'id').replaceAll('/', '_').replace(/[?].*/, '_query')}.png`, fullPage: true });
        };
        await check('/', 'first-run');
        await check('/problems', 'no-problems');
        await check('/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F');
        await page.getByRole('button', { name: 'Add the problem' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
        const problem = new URL(page.url()).pathname;
        await check(problem, 'untried');
        await check(`${problem}/attempts/new`);
        await page.getByRole('radio', { name: 'Partial' }).check();
        await page.getByLabel('Minutes').fill('25');
        await page.getByLabel('Notes').fill('- **Trigger**: pairs\n- Pitfall: `[3, 3]`\n\n| a | b |\n|---|---|\n| 1 | 2 |');
        await page.getByLabel('Language').fill('Python');
        await page.getByLabel('Code').fill(`def two_sum(nums, target):\n    ${'x'.repeat(200)} = 1`);
        await page.getByRole('button', { name: 'Save the attempt' }).click();
        await expect(page.getByRole('article')).toHaveCount(1);
        await check(problem);
        await check(`${problem}/edit`);
        const edit = await page.goto(problem).then(() => page.getByRole('article').getByRole('link', { name: 'Edit' }).getAttribute('href'));
        await check(edit!);
        await check('/problems');
        await check('/');
        await check('/no/such/page');
        await context.clearCookies();
        await check('/', 'landing');
      });
    });
  }
}

test('a problem can be added by keyboard alone', async ({ signedIn: page }) => {
  await open(page, '/', true);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Paste a problem link')).toBeFocused();
  await page.keyboard.type('https://leetcode.com/problems/two-sum/');
  await expect(page.getByText('Two Sum · LeetCode · easy?')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add a problem');
  await wake(page);
  await page.getByLabel('Title').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
});
