import { expect, expectAccessible, open, test, wake } from './fixtures';
import type { Page } from '@playwright/test';

async function aProblem(page: Page): Promise<void> {
  await open(page, '/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F', true);
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
}

test('three keys log an attempt', async ({ signedIn: page }) => {
  await aProblem(page);
  await page.keyboard.press('a');
  await expect(page.locator('#log')).toHaveAttribute('open');
  await page.keyboard.press('s');
  await expect(page.getByRole('radio', { name: 'Solved' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Solved' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('article')).toContainText('Solved');
});

test('keys are letters inside of fields, and nothing with a modifier', async ({ signedIn: page }) => {
  await aProblem(page);
  await page.keyboard.press('Control+e');
  await page.keyboard.press('Alt+e');
  await page.keyboard.press('Shift+E');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await page.keyboard.press('a');
  await expect(page.locator('#log')).toHaveAttribute('open');
  for (const label of ['Minutes', 'Notes', 'Language', 'Code']) {
    await page.getByLabel(label).focus();
    await page.keyboard.type('spf?');
    await expect(page.getByLabel(label)).toHaveValue('spf?');
  }
  await expect(page.getByRole('radio', { name: 'Solved' })).not.toBeChecked();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Out of the fields they work again, and a radio button is no field.
  await page.getByRole('radio', { name: 'A hint' }).check();
  await page.keyboard.press('f');
  await expect(page.getByRole('radio', { name: 'Failed' })).toBeChecked();
});

test('the list is searched, added to and left by keys', async ({ signedIn: page }) => {
  await aProblem(page);
  await open(page, '/problems', true);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
  await page.keyboard.type('is:untried');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=is%3Auntried/);
  await page.locator('h1').click();
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add a problem');
  await open(page, '/', true);
  await page.keyboard.press('n');
  await expect(page.getByLabel('Paste a problem link')).toBeFocused();
});

test('the star and the timer have keys where there is one of each', async ({ signedIn: page }) => {
  await aProblem(page);
  const star = page.getByRole('button', { name: 'Star Two Sum' });
  await page.keyboard.press('*');
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('*');
  await expect(star).toHaveAttribute('aria-pressed', 'false');
  const timer = page.getByRole('group', { name: 'Timer' });
  await page.keyboard.press('t');
  await expect(timer.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('t');
  await expect(timer.getByRole('button', { name: 'Resume' })).toBeVisible();
  await page.keyboard.press('t');
  await expect(timer.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('the question mark lists the keys, and Escape gives the focus back', async ({ signedIn: page }) => {
  await aProblem(page);
  await page.locator('#log > summary').focus();
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keys of this page' });
  await expect(list).toBeVisible();
  await expect(list).toContainText('aLog an attempt');
  await expect(list).toContainText('eEdit');
  await expectAccessible(page);
  await page.screenshot({ path: 'screenshots/keys.png' });
  // What stands behind the list is out of reach.
  await page.keyboard.press('e');
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await expect(page.locator('#log > summary')).toBeFocused();
});

test('the keys can be turned off, here and in other tabs, and stay off', async ({ signedIn: page, context }) => {
  await aProblem(page);
  const other = await context.newPage();
  await open(other, '/', true);
  const toggle = page.getByRole('button', { name: 'Single-key shortcuts' });
  await page.locator('.menu__button').click();
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await other.locator('.menu__button').click();
  await expect(other.getByRole('button', { name: 'Single-key shortcuts' })).toHaveAttribute('aria-pressed', 'false');
  await page.reload();
  await wake(page);
  await page.keyboard.press('?');
  await page.keyboard.press('e');
  await page.locator('.menu__button').click();
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await toggle.click();
  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit a problem');
});

test('Ctrl+Enter sends a form from its textarea', async ({ signedIn: page }) => {
  await aProblem(page);
  await page.keyboard.press('a');
  await expect(page.locator('#log')).toHaveAttribute('open');
  await page.keyboard.press('p');
  await page.getByLabel('Notes').fill('sent by hand');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article')).toContainText('sent by hand');
});

test('keys work before the wasm arrives, and the page hydrates all the same', async ({ signedIn: page }) => {
  await aProblem(page);
  const address = page.url();
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => { arrive = resolve; });
  await page.route('**/*.wasm', async (route) => {
    await arrival;
    await route.continue();
  });
  await page.goto(`${address}/attempts/new`);
  await page.keyboard.press('s');
  await expect(page.getByRole('radio', { name: 'Solved' })).toBeChecked();
  await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
  arrive();
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await expect(page.getByRole('radio', { name: 'Solved' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toHaveCount(1);
});
