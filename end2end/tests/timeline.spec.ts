import type { Page } from '@playwright/test';
import { expect, expectAccessible, open, test } from './fixtures';

const FIRST = `def two_sum(nums, target):
    seen = {}
    for i, x in enumerate(nums):
        seen[x] = i  # before the look-up
        if target - x in seen:
            return [seen[target - x], i]
    return []

# one
# two
# three
# four
# five
# six
# seven
# eight
print(two_sum([3, 3], 6))
`;
const SECOND = FIRST.replace('        seen[x] = i  # before the look-up\n', '')
  .replace('    return []\n', '        seen[x] = i  # after the look-up\n    return []\n')
  .replace('print(two_sum([3, 3], 6))', 'print(two_sum([3, 4], 7))');

async function addProblem(page: Page, javaScriptEnabled: boolean | undefined): Promise<string> {
  await open(page, '/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F', javaScriptEnabled);
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  return new URL(page.url()).pathname;
}

async function log(page: Page, problem: string, javaScriptEnabled: boolean | undefined, status: string, minutes: string, code: string): Promise<void> {
  await open(page, `${problem}/attempts/new`, javaScriptEnabled);
  await page.getByRole('radio', { name: status }).check();
  await page.getByLabel('Minutes').fill(minutes);
  await page.getByLabel('Notes').fill('- **Trigger:** a pair\n\n```python\nreturn None\n```');
  await page.getByLabel('Language').fill('Python');
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test('two attempts are a chart, a comparison and highlighted code', async ({ signedIn: page, javaScriptEnabled }) => {
        const narrowEnough = async () => {
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(overflow).toBeLessThanOrEqual(0);
          if (javaScriptEnabled !== false) await expectAccessible(page);
        };
        const problem = await addProblem(page, javaScriptEnabled);
        await log(page, problem, javaScriptEnabled, 'Solved', '40', FIRST);
        await expect(page.getByRole('heading', { name: 'Time per attempt' })).toHaveCount(0);
        await log(page, problem, javaScriptEnabled, 'Solved', '12', SECOND);

        await expect(page.getByText('Your latest solve took 12 min, 28 min less than the first.')).toBeVisible();
        await page.getByText('The 2 values as a table').click();
        await expect(page.locator('.figures').getByRole('row').last()).toContainText('12');
        await expect(page.getByRole('article').first().locator('pre .hl-keyword').first()).toBeVisible();
        await narrowEnough();
        await page.screenshot({ path: `screenshots/timeline-${width}-${colorScheme}-${javaScriptEnabled !== false}.png`, fullPage: true });

        await page.getByRole('link', { name: /^Compare with previous/ }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare two attempts');
        const rows = page.locator('.diff__row--changed');
        await expect(page.getByText('2 lines added, 2 removed.')).toBeVisible();
        await expect(rows.filter({ hasText: 'print' }).locator('del').first()).toHaveText('3');
        await expect(rows.filter({ hasText: 'print' }).locator('ins').first()).toHaveText('4');
        const fold = page.locator('.diff__fold').filter({ hasText: 'equal lines' });
        await expect(fold.locator('table')).toBeHidden();
        await fold.locator('summary').click();
        await expect(fold.locator('table')).toBeVisible();
        await narrowEnough();
        await page.screenshot({ path: `screenshots/compare-${width}-${colorScheme}-${javaScriptEnabled !== false}.png`, fullPage: true });
      });
    });
  }
}

test('two attempts are chosen and compared', async ({ signedIn: page, javaScriptEnabled }) => {
  const problem = await addProblem(page, javaScriptEnabled);
  await log(page, problem, javaScriptEnabled, 'Failed', '40', 'a = 1\n');
  await log(page, problem, javaScriptEnabled, 'Partial', '30', 'a = 2\n');
  await log(page, problem, javaScriptEnabled, 'Solved', '12', 'a = 3\n');
  const from = page.getByRole('combobox', { name: 'Compare' });
  const first = await from.locator('option').filter({ hasText: 'Failed' }).innerText();
  await from.selectOption({ label: first });
  await page.getByRole('button', { name: 'Compare the code' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare two attempts');
  await expect(page.locator('.diff del')).toHaveText('1');
  await expect(page.locator('.diff ins')).toHaveText('3');
  await expect(page.getByRole('region', { name: 'Before' })).toContainText('Failed');
  await expect(page.getByRole('region', { name: 'After' })).toContainText('Solved');
});

test('notes are previewed before they are saved', async ({ signedIn: page, javaScriptEnabled }) => {
  const problem = await addProblem(page, javaScriptEnabled);
  await open(page, `${problem}/attempts/new`, javaScriptEnabled);
  await page.getByLabel('Notes').fill('| a | b |\n|---|---|\n| 1 | **2** |');
  if (javaScriptEnabled === false) {
    const [tab] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: 'Preview' }).click()]);
    await expect(tab.getByRole('heading', { level: 1 })).toHaveText('Preview');
    await expect(tab.getByRole('cell', { name: '2' })).toBeVisible();
    await tab.close();
  } else {
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByRole('region', { name: 'Preview' }).getByRole('cell', { name: '2' })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('Notes').fill('_new_');
    await page.getByLabel('Minutes').focus();
    await expect(page.getByRole('region', { name: 'Preview' }).locator('em')).toHaveText('new');
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByRole('region', { name: 'Preview' })).toBeHidden();
  }
  // What was typed is still there, and Enter saves rather than previews.
  await page.getByRole('radio', { name: 'Solved' }).check();
  await page.getByLabel('Minutes').fill('9');
  await page.getByLabel('Minutes').press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await expect(page.getByRole('article')).toContainText('9 min');
});

test('the template is inserted below what is written', async ({ signedIn: page, javaScriptEnabled }) => {
  const problem = await addProblem(page, javaScriptEnabled);
  await open(page, `${problem}/attempts/new`, javaScriptEnabled);
  const notes = page.getByLabel('Notes');
  if (javaScriptEnabled === false) {
    await page.getByRole('link', { name: 'Insert the template' }).click();
    await expect(notes).toHaveValue(/^- \*\*Trigger:\*\* \n- \*\*Pattern:\*\* \n/);
  } else {
    await notes.fill('Mine.');
    await page.getByRole('link', { name: 'Insert the template' }).click();
    await expect(notes).toHaveValue(/^Mine\.\n\n- \*\*Trigger:\*\* \n- \*\*Pattern:\*\* \n/);
    await expect(notes).toBeFocused();
    await page.keyboard.type('sorted');
    await expect(notes).toHaveValue(/^Mine\.\n\n- \*\*Trigger:\*\* sorted\n/);
  }
});
