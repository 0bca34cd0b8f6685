import { expect, type Page } from '@playwright/test';
import { open } from './fixtures';

/** Adds a problem by hand and answers with its page's path, which is open then. */
export async function addProblem(page: Page, title: string, javaScriptEnabled: boolean | undefined): Promise<string> {
  await open(page, '/problems/new', javaScriptEnabled);
  await page.getByLabel('Title').fill(title);
  await page.getByRole('radio', { name: 'Easy' }).check();
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  return new URL(page.url()).pathname;
}
