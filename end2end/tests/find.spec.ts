import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './problems';

test.describe('the list', () => {
  test.beforeEach(async ({ signedIn: page }) => {
    await addProblem(page, { title: 'Two Sum', difficulty: 'easy', tags: 'array, hash-table', status: 'solved', minutes: '12' });
    await addProblem(page, { title: 'Burst Balloons', difficulty: 'hard', tags: 'dp', status: 'failed', minutes: '50' });
    await addProblem(page, { title: 'Course Schedule', difficulty: 'medium', tags: 'graph' });
  });

  test('is searched, narrowed by menus and put back with links', async ({ signedIn: page, javaScriptEnabled }) => {
    const titles = page.locator('.table__title');
    await open(page, '/problems', javaScriptEnabled);
    await expect(titles).toHaveText(['Course Schedule', 'Burst Balloons', 'Two Sum']);

    await page.getByRole('searchbox', { name: 'Search' }).fill('-is:untried');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await expect(titles).toHaveText(['Burst Balloons', 'Two Sum']);
    await expect(page).toHaveURL(/\?q=-is(%3A|:)untried/);
    await expect(page.getByText('2 of 3 problems')).toBeVisible();

    await page.locator('summary', { hasText: 'Difficulty' }).click();
    await page.getByRole('link', { name: 'Hard' }).click();
    await expect(titles).toHaveText(['Burst Balloons']);
    await expect(page.getByRole('searchbox')).toHaveValue('-is:untried difficulty:hard');

    // Without scripts a new page closes the menu.
    if (javaScriptEnabled !== false) {
      await page.keyboard.press('Escape');
      await expect(page.locator('summary', { hasText: 'Difficulty' })).toBeFocused();
    }
    await page.getByRole('link', { name: 'Remove -is:untried' }).click();
    await expect(page.getByRole('list', { name: 'Conditions' }).getByRole('listitem')).toHaveCount(2);
    await page.getByRole('link', { name: 'Clear', exact: true }).click();
    await expect(titles).toHaveCount(3);

    await page.getByRole('columnheader', { name: 'Problem' }).getByRole('link').click();
    await expect(titles).toHaveText(['Burst Balloons', 'Course Schedule', 'Two Sum']);
    await expect(page.getByRole('columnheader', { name: 'Problem' })).toHaveAttribute('aria-sort', 'ascending');
    await page.getByRole('columnheader', { name: 'Problem' }).getByRole('link').click();
    await expect(titles).toHaveText(['Two Sum', 'Course Schedule', 'Burst Balloons']);

    await page.getByRole('link', { name: 'graph' }).first().click();
    await expect(titles).toHaveText(['Course Schedule']);
    await page.goBack();
    await expect(titles).toHaveCount(3);
  });

  test('explains a mistake where it is', async ({ signedIn: page, javaScriptEnabled }) => {
    await open(page, '/problems?q=two%20is%3Asloved', javaScriptEnabled);
    await expect(page.getByText('Did you mean is:solved?')).toBeVisible();
    await expect(page.locator('.search__text mark')).toHaveText('sloved');
    await expect(page.getByRole('searchbox')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText('Nothing was looked for')).toBeVisible();
  });

  test('keeps a search under a name', async ({ signedIn: page, javaScriptEnabled }) => {
    await open(page, '/problems?q=is%3Afailed', javaScriptEnabled);
    await page.getByRole('link', { name: 'Save this search' }).click();
    await page.getByLabel('Name').fill('To redo');
    await page.getByRole('button', { name: 'Save the search' }).click();
    const saved = page.getByRole('navigation', { name: 'Saved searches' }).getByRole('link', { name: 'To redo' });
    await expect(saved).toHaveAttribute('aria-current', 'true');
    await expect(page.locator('.table__title')).toHaveText(['Burst Balloons']);
    await page.getByRole('link', { name: 'Edit this saved search' }).click();
    await page.getByText('Delete this saved search…').click();
    await page.getByRole('button', { name: 'Delete the saved search' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Problems');
    await expect(page.locator('.table__title')).toHaveCount(3);
    await expect(saved).toHaveCount(0);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 768, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test('whatever stands in the list, it fits', async ({ signedIn: page, javaScriptEnabled }) => {
        await addProblem(page, { title: '最长回文子串', difficulty: 'hard', tags: '动态规划, 字符串', status: 'partial', minutes: '1440' });
        await addProblem(page, { title: 'مسألة أقصر مسار في الرسم البياني', difficulty: 'medium', tags: 'رسم' });
        await addProblem(page, { title: 'Long'.repeat(70), difficulty: 'easy', tags: Array.from({ length: 40 }, (_, i) => `${'t'.repeat(46)}-${i}`).join(',') });
        const check = async (path: string, name: string) => {
          await open(page, path, javaScriptEnabled);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
          await page.screenshot({ path: `screenshots/find-${width}-${colorScheme}-${javaScriptEnabled !== false}-${name}.png`, fullPage: true });
          if (javaScriptEnabled !== false) await expectAccessible(page);
        };
        await check('/problems', 'all');
        await check('/problems?q=%22a%22%20-tag%3Ax%20is%3Auntried%20difficulty%3Aeasy&sort=-title', 'some');
        await check('/problems?q=two%20is%3Asloved', 'mistake');
        await check('/problems?q=unheard', 'nothing');
        await open(page, '/problems', javaScriptEnabled);
        await page.locator('summary', { hasText: 'Tags' }).click();
        await page.screenshot({ path: `screenshots/find-${width}-${colorScheme}-${javaScriptEnabled !== false}-menu.png` });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, 'an open menu is wider than the window').toBeLessThanOrEqual(0);
      });
    });
  }
}
