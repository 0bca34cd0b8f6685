import type { Page } from '@playwright/test';
import { expect, open, test } from './fixtures';
import { addProblem } from './problems';

const said = (page: Page) => page.locator('body > #said');

test('j and k walk through the problems, x selects, * stars, Enter opens', async ({ signedIn: page }) => {
  for (const title of ['One', 'Two', 'Three']) await addProblem(page, { title, difficulty: 'easy' });
  await open(page, '/problems', true);
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  await page.keyboard.press('j');
  await expect(link('Three')).toBeFocused();
  expect(await link('Three').evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  await page.keyboard.press('k');
  await expect(link('Three')).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(link('One')).toBeFocused();
  await page.keyboard.press('k');
  await expect(link('Two')).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('checkbox', { name: 'Select Two' })).toBeChecked();
  await expect(said(page)).toHaveText('Selected: Two');
  await expect(page.getByText('1 selected')).toBeVisible();
  await expect(link('Two')).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('checkbox', { name: 'Select Two' })).not.toBeChecked();
  await page.keyboard.press('*');
  await expect(page.getByRole('button', { name: 'Star Two' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Star One' })).toHaveAttribute('aria-pressed', 'false');
  await expect(said(page)).toHaveText('Starred: Two');
  // Letters in fields stay letters.
  await page.keyboard.press('/');
  await page.keyboard.type('jkx');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('jkx');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page).toHaveURL(/\/problems(\?q=)?$/);
  await expect(link('One')).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Three');
});

test('rows far down come into view with a distance, and the pages turn', async ({ signedIn: page }) => {
  for (let number = 0; number < 52; number += 1) await addProblem(page, { title: `Problem ${number}`, difficulty: 'easy', tags: `tag-${number}` });
  await open(page, '/problems', true);
  for (let number = 51; number > 30; number -= 1) {
    await page.keyboard.press('j');
    const link = page.getByRole('link', { name: `Problem ${number}`, exact: true });
    await expect(link).toBeFocused();
    await expect(link).toBeInViewport();
  }
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/after=/);
  await expect(page.getByRole('link', { name: 'Earlier rows' })).toBeVisible();
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('j');
  await expect(page.locator('[data-row] :focus')).toHaveCount(1);
  await page.keyboard.press('[');
  await expect(page).not.toHaveURL(/after=/);
  await expect(page.getByRole('link', { name: 'Problem 51', exact: true })).toBeVisible();
});

test('latest attempts, tags, changes and a timeline are walked through alike', async ({ signedIn: page }) => {
  const id = await addProblem(page, { title: 'Two Sum', difficulty: 'easy', tags: 'array, map', status: 'solved', minutes: '12' });
  await open(page, '/', true);
  await page.keyboard.press('j');
  await expect(page.locator('.log').getByRole('link', { name: 'Two Sum' })).toBeFocused();
  await open(page, '/tags', true);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: '1 problem with map' })).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('checkbox', { name: 'map' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'array' })).not.toBeChecked();
  await open(page, `/problems/${id}`, true);
  await page.keyboard.press('j');
  await expect(page.getByRole('article').getByRole('link', { name: 'Edit' })).toBeFocused();
  await page.locator('.confirm > summary').click();
  await page.getByRole('button', { name: 'Delete the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Problems');
  await open(page, '/undo', true);
  await page.keyboard.press('j');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
});

test('the keys’ list tells them in groups; turned off they do nothing', async ({ signedIn: page }) => {
  await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await open(page, '/problems', true);
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keys of this page' });
  for (const name of ['On this page', 'In lists', 'Everywhere']) await expect(list.getByRole('heading', { name })).toBeVisible();
  for (const text of ['jNext row', 'kPrevious row', 'xTick the row’s box', '*Star the row’s problem', 'Ctrl KSearch', '?This list']) await expect(list).toContainText(text);
  await page.screenshot({ path: 'screenshots/keys-groups.png' });
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'Two Sum', exact: true })).toBeFocused();
  await page.locator('.account .menu__button').click();
  await page.getByRole('button', { name: 'Single-key shortcuts' }).click();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await expect(page.locator('[data-row] :focus')).toHaveCount(0);
  // Keys with Ctrl are none of the single ones.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
});

test('what the timer and the star do elsewhere on the page is said', async ({ signedIn: page }) => {
  const id = await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await open(page, `/problems/${id}`, true);
  await expect(said(page)).toHaveCount(0);
  await page.keyboard.press('t');
  await expect(said(page)).toHaveText('Timer started: Two Sum');
  await expect(said(page)).toHaveRole('status');
  await page.keyboard.press('t');
  await expect(said(page)).toHaveText('Timer paused: Two Sum');
  await page.keyboard.press('t');
  await expect(said(page)).toHaveText('Timer resumed: Two Sum');
  await page.keyboard.press('*');
  await expect(said(page)).toHaveText('Starred: Two Sum');
  await page.keyboard.press('*');
  await expect(said(page)).toHaveText('Star removed: Two Sum');
});

test('of three quick presses none is dropped, and the answers do not flicker', async ({ signedIn: page }) => {
  const id = await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await open(page, `/problems/${id}`, true);
  const panel = page.getByRole('group', { name: 'Timer' });
  let letGo = () => {};
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  const sent: (string | null)[] = [];
  let answers = 0;
  page.on('response', (response) => { if (response.url().endsWith('/api/timers/act')) answers += 1; });
  await page.route('**/api/timers/act', async (route) => {
    sent.push(new URLSearchParams(route.request().postData() ?? '').get('fields[action]'));
    await held;
    await route.continue();
  });
  await page.keyboard.press('t');
  await page.keyboard.press('t');
  await page.keyboard.press('t');
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();
  // Every state that is shown from now on.
  await panel.evaluate((element) => {
    (window as any).states = [];
    new MutationObserver(() => {
      const state = element.querySelector<HTMLElement>('[data-when="running"]:not([hidden])') ? 'running' : 'not running';
      (window as any).states.push(state);
    }).observe(element, { attributes: true, subtree: true, attributeFilter: ['hidden'] });
  });
  letGo();
  await expect.poll(() => answers).toBe(3);
  expect(sent).toEqual(['start', 'pause', 'resume']);
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();
  expect(await page.evaluate(() => (window as any).states)).not.toContain('not running');
  await open(page, `/problems/${id}`, true);
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();
});
