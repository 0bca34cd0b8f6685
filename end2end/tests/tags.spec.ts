import { expect, expectAccessible, open, test } from './fixtures';
import type { Page } from '@playwright/test';

async function add(page: Page, title: string, tags: string, javaScriptEnabled: boolean | undefined): Promise<void> {
  await open(page, '/problems/new', javaScriptEnabled);
  await page.getByLabel('Title').fill(title);
  await page.getByRole('radio', { name: 'Hard' }).check();
  await page.locator('#tags').fill(tags);
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

test.describe('tags', () => {
  // Asking before a merge is a refusal to the browser.
  test.use({ expectsErrors: true });

  test('a tag is renamed, merged after a question, removed, and all of it taken back', async ({ signedIn: page, javaScriptEnabled }) => {
    await add(page, 'One', 'memo, array', javaScriptEnabled);
    await add(page, 'Two', 'dp', javaScriptEnabled);
    await open(page, '/tags', javaScriptEnabled);
    if (javaScriptEnabled !== false) await expectAccessible(page);
    const told = page.getByRole('region', { name: 'What was just done' });
    const rename = async (tag: string, into: string) => {
      await page.getByLabel(tag, { exact: true }).check();
      await page.getByLabel('New name of the selected').fill(into);
      await page.getByRole('button', { name: 'Rename or merge' }).click();
    };

    await rename('memo', 'Memo Table');
    await expect(told).toContainText('Renamed memo to memo-table in 1 problem');
    await rename('memo-table', 'dp');
    await expect(page.getByText('memo-table (1 problem) merges into dp (1 problem).')).toBeVisible();
    await expect(page.getByLabel('memo-table', { exact: true })).toBeChecked();
    await page.getByRole('button', { name: 'Merge them' }).click();
    await expect(told).toContainText('Renamed memo-table to dp in 1 problem');
    await expect(page.getByRole('link', { name: '2 problems with dp' })).toBeVisible();

    await told.getByRole('button', { name: 'Undo' }).click();
    await expect(told).toContainText('Taken back');
    await expect(page.getByLabel('memo-table', { exact: true })).toBeVisible();

    await page.getByLabel('array', { exact: true }).check();
    await page.getByRole('button', { name: 'Remove from all problems' }).click();
    await expect(told).toContainText('Removed array from 1 problem');
    await expect(page.getByLabel('array', { exact: true })).toHaveCount(0);
  });

  test('the tags of the journal are suggested where tags are typed', async ({ signedIn: page, javaScriptEnabled }) => {
    await add(page, 'One', 'dp, graph, greedy', javaScriptEnabled);
    await open(page, '/problems/new', javaScriptEnabled);
    if (javaScriptEnabled === false) {
      await expect(page.getByText('Yours: dp, graph, greedy')).toBeVisible();
      return;
    }
    await page.locator('#tags').fill('dp, gr');
    await expect(page.getByRole('button', { name: 'dp', exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: 'graph', exact: true }).click();
    await expect(page.locator('#tags')).toHaveValue('dp, graph, ');
    await expect(page.getByRole('button', { name: 'greedy', exact: true })).toBeVisible();
  });
});
