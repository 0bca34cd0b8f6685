import type { Page } from '@playwright/test';
import { expect, expectAccessible, open, test } from './fixtures';
import { addProblem } from './problems';

const ANSWERS = '**/api/find/jump';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });
const line = (page: Page) => page.getByRole('combobox', { name: 'Search and commands' });
const options = (page: Page) => dialog(page).getByRole('option');
const chosen = (page: Page) => dialog(page).locator('[role="option"][aria-selected="true"]');

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(line(page)).toBeFocused();
}

/** A page where the app has not been loaded anew since this was called. */
async function sameDocument(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => { (window as any).same = true; });
  return () => page.evaluate(() => (window as any).same === true);
}

test('it gets everywhere from every page, by keyboard alone and without loading the app anew', async ({ signedIn: page }) => {
  const id = await addProblem(page, { title: 'Two Sum', difficulty: 'easy', tags: 'array', status: 'solved' });
  await addProblem(page, { title: 'Summary Ranges', difficulty: 'hard' });
  await open(page, '/', true);
  const same = await sameDocument(page);
  for (const [typed, heading] of [
    ['tags', 'Tags'], ['recent ch', 'Recent changes'], ['adp', 'Add a problem'], ['add sev', 'Add several problems'],
    ['twsm', 'Two Sum'], ['journal', 'Journal'], ['summary', 'Summary Ranges'], ['probl', 'Problems'],
  ] as const) {
    await openPalette(page);
    await page.keyboard.type(typed);
    await expect(chosen(page)).toContainText(heading);
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.locator('#main')).toBeFocused();
  }
  expect(await same()).toBe(true);
  await openPalette(page);
  await page.keyboard.type('two');
  await expect(chosen(page)).toContainText('Easy · Solved');
  await expect(chosen(page)).toHaveAttribute('href', `/problems/${id}`);
  await expect(chosen(page).locator('mark')).toHaveText('Two');
});

test('it opens from within a field, and gives the focus and the text back', async ({ signedIn: page }) => {
  await open(page, '/problems/new', true);
  await page.getByLabel('Title').fill('half a ti');
  await openPalette(page);
  // What stands behind is out of reach, and a second one does not open.
  await page.keyboard.type('x');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByLabel('Title')).toBeFocused();
  await page.keyboard.type('tle');
  await expect(page.getByLabel('Title')).toHaveValue('half a title');
  await openPalette(page);
  await page.keyboard.press('Control+k');
  await expect(dialog(page)).toHaveCount(0);
  // Never over another dialog.
  await page.locator('h1').click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys of this page' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the header’s link opens it, too', async ({ signedIn: page }) => {
  await open(page, '/', true);
  const link = page.getByRole('banner').getByRole('link', { name: 'Search' });
  await expect(link).toHaveAttribute('href', '/problems');
  await link.click();
  await expect(line(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('its code is fetched when it is first opened', async ({ signedIn: page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await open(page, '/', true);
  expect(fetched).not.toContain('/js/palette.js');
  await openPalette(page);
  expect(fetched).toContain('/js/palette.js');
});

test('what the open page offers is done', async ({ signedIn: page }) => {
  const id = await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await open(page, `/problems/${id}`, true);
  await openPalette(page);
  await page.keyboard.type('star two');
  await expect(chosen(page)).toContainText('Star Two Sum');
  await expect(chosen(page).locator('kbd')).toHaveText('*');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Star Two Sum' })).toHaveAttribute('aria-pressed', 'true');
  await openPalette(page);
  await page.keyboard.type('log an att');
  await page.keyboard.press('Enter');
  await expect(page.locator('#log')).toHaveAttribute('open');
  await expect(page.locator('#log > summary')).toBeFocused();
  await openPalette(page);
  await page.keyboard.type('keys of');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys of this page' })).toBeVisible();
  await page.keyboard.press('Escape');
  await openPalette(page);
  await page.keyboard.type('sign out');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
});

test('arrows, Home, End and the pointer choose; the list follows and wraps', async ({ signedIn: page }) => {
  for (let number = 0; number < 9; number += 1) await addProblem(page, { title: `Sorting ${number}`, difficulty: 'easy' });
  await open(page, '/', true);
  await openPalette(page);
  await expect(dialog(page).getByRole('group', { name: 'Recent problems' }).getByRole('option')).toHaveCount(8);
  await page.keyboard.type('sorting');
  await expect(options(page)).toHaveCount(10);
  const last = options(page).last();
  await expect(last).toContainText('Search problems for “sorting”');
  await page.keyboard.press('ArrowUp');
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await expect(last).toBeInViewport();
  await expect(line(page)).toHaveAttribute('aria-activedescendant', (await last.getAttribute('id'))!);
  await page.keyboard.press('ArrowDown');
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await expect(options(page).nth(8)).toHaveAttribute('aria-selected', 'true');
  await options(page).nth(1).hover();
  await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(chosen(page)).toHaveCount(1);
  await expect(dialog(page).getByRole('status').filter({ hasText: '10 results' })).toBeVisible();
});

test('what was typed leads to the list or, being a link, to a new problem; Ctrl+Enter opens a tab', async ({ signedIn: page, context }) => {
  await open(page, '/', true);
  await openPalette(page);
  await page.keyboard.type('tag:dp & more');
  await expect(options(page)).toHaveCount(1);
  const opened = context.waitForEvent('page');
  await page.keyboard.press('Control+Enter');
  const tab = await opened;
  await expect(tab).toHaveURL(/\/problems\?q=tag%3Adp%20%26%20more$/);
  await tab.close();
  await expect(page).toHaveURL(/\/$/);
  await openPalette(page);
  await page.keyboard.insertText('https://leetcode.com/problems/two-sum/');
  await expect(options(page).first()).toContainText('Add this problem: Two Sum');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Title')).toHaveValue('Two Sum');
});

test('saved searches are found', async ({ signedIn: page }) => {
  await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await open(page, '/problems/views/new?q=is%3Auntried', true);
  await page.getByLabel('Name').fill('To redo');
  await page.getByRole('button', { name: 'Save the search' }).click();
  await expect(page).toHaveURL(/\/problems\?q=/);
  await open(page, '/', true);
  await openPalette(page);
  await expect(dialog(page).getByRole('group', { name: 'Saved searches' }).getByRole('option')).toContainText('To redo');
  await page.keyboard.type('redo');
  await expect(chosen(page)).toContainText('To redo');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('is:untried');
});

test('an input method’s keys are its own', async ({ signedIn: page, context }) => {
  await addProblem(page, { title: '二叉树的层序遍历', difficulty: 'medium' });
  await open(page, '/', true);
  await openPalette(page);
  await expect(chosen(page)).toContainText('二叉树');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'tags', selectionStart: 4, selectionEnd: 4 });
  await expect(line(page)).toHaveValue('tags');
  // While a word is being made nothing is chosen and nothing searched.
  await line(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await line(page).dispatchEvent('keydown', { key: 'ArrowDown', keyCode: 229 });
  await expect(chosen(page)).toContainText('二叉树');
  await devtools.send('Input.insertText', { text: '层序' });
  await expect(chosen(page).locator('mark')).toHaveText('层序');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('二叉树的层序遍历');
});

test('an answer that comes too late changes nothing, and older rows stay until the next one', async ({ signedIn: page }) => {
  await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await addProblem(page, { title: 'Two Graphs', difficulty: 'easy' });
  await open(page, '/', true);
  await openPalette(page);
  await expect(options(page).filter({ hasText: 'Two Graphs' })).toBeVisible();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  let late: Promise<void> | undefined;
  await page.route(ANSWERS, async (route) => {
    const q = new URLSearchParams(route.request().postData() ?? '').get('q');
    if (q !== 'tw') return route.continue();
    late = held.then(() => route.fulfill({ json: { problems: [{ title: 'Twice as late', href: '/problems/x', note: '' }], views: [], link: null } }).catch(() => {}));
    return late;
  });
  await page.keyboard.type('tw');
  // Nothing new is known; what is shown already and fits stays.
  await expect(options(page).filter({ hasText: 'Two Sum' })).toBeVisible();
  await expect.poll(() => late !== undefined).toBe(true);
  await page.keyboard.type('o g');
  await expect(chosen(page)).toContainText('Two Graphs');
  letGo();
  await late;
  await expect(options(page).filter({ hasText: 'Two Sum' })).toHaveCount(0);
  await expect(options(page).filter({ hasText: 'Twice as late' })).toHaveCount(0);
  await expect(chosen(page)).toContainText('Two Graphs');
});

test('a title is never markup', async ({ signedIn: page }) => {
  const title = `<img src=x onerror="document.title='XSS'"><b>Bold</b> & "so" on`;
  await addProblem(page, { title, difficulty: 'easy' });
  await open(page, '/', true);
  await openPalette(page);
  await page.keyboard.type('<img bold');
  await expect(chosen(page).locator('.palette__title')).toHaveText(title);
  await expect(dialog(page).locator('img, b')).toHaveCount(0);
  await page.keyboard.type('"><script>alert(1)</script>');
  await expect(options(page).last()).toContainText('<script>alert(1)</script>');
  await expect(dialog(page).locator('script, img, b')).toHaveCount(0);
  expect(await page.title()).not.toContain('XSS');
});

test('a visitor has none', async ({ page }) => {
  await open(page, '/', true);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Search' })).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test.describe('when the server cannot be asked', () => {
  test.use({ expectsErrors: true });

  test('it says that it is offline, keeps pages and actions, and asks again', async ({ signedIn: page, context }) => {
    await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
    await open(page, '/', true);
    await openPalette(page);
    await expect(options(page).filter({ hasText: 'Two Sum' })).toBeVisible();
    await context.setOffline(true);
    await page.keyboard.type('two');
    await expect(dialog(page).getByText('GitGud could not be reached.')).toBeVisible();
    await expect(options(page).filter({ hasText: 'Two Sum' })).toBeVisible();
    await expectAccessible(page);
    await context.setOffline(false);
    await expect(dialog(page).getByText('GitGud could not be reached.')).toHaveCount(0);
    await page.keyboard.press('Escape');
  });

  test('when its own code cannot be fetched it says so, and opens the next time', async ({ signedIn: page }) => {
    await open(page, '/', true);
    await page.route('**/js/palette.js*', (route) => route.abort());
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'The search could not be opened' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.unroute('**/js/palette.js*');
    await openPalette(page);
  });

  test('an ended session is told, with the way back in', async ({ signedIn: page, context }) => {
    await open(page, '/tags', true);
    await openPalette(page);
    await context.clearCookies();
    await page.keyboard.type('two');
    await expect(dialog(page).getByText('Your session has ended.')).toBeVisible();
    await expect(chosen(page)).toHaveText('Sign in again');
    await expect(chosen(page)).toHaveAttribute('href', '/auth/sign-in?next=%2Ftags');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`^${process.env.GITGUD_E2E_IDP}`));
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test('it is accessible, fits and does not move', async ({ signedIn: page }) => {
        for (const title of ['Two Sum', 'Longest Increasing Subsequence', `A very long title ${'that goes on and on '.repeat(10)}`]) await addProblem(page, { title, difficulty: 'easy' });
        await open(page, '/problems', true);
        await page.screenshot({ path: `screenshots/palette-header-${width}-${colorScheme}.png` });
        await openPalette(page);
        await expect(options(page).filter({ hasText: 'Two Sum' })).toBeVisible();
        await expectAccessible(page);
        await page.screenshot({ path: `screenshots/palette-empty-${width}-${colorScheme}.png` });
        const box = await dialog(page).boundingBox();
        expect(box!.x).toBeGreaterThanOrEqual(0);
        expect(box!.x + box!.width).toBeLessThanOrEqual(width);
        await page.keyboard.type('lis');
        await expect(chosen(page)).toContainText('Longest Increasing Subsequence');
        await page.keyboard.press('ArrowDown');
        await expect(dialog(page).getByText(/results?$/)).toBeVisible();
        await expectAccessible(page);
        await page.screenshot({ path: `screenshots/palette-typed-${width}-${colorScheme}.png` });
        await page.keyboard.type('zzzz');
        await expect(options(page)).toHaveCount(1);
        expect(await dialog(page).boundingBox()).toEqual(box);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
      });
    });
  }
}

test('forced colours and reduced motion show the chosen row all the same', async ({ signedIn: page }) => {
  await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await open(page, '/', true);
  await openPalette(page);
  await page.keyboard.type('two');
  await expect(chosen(page)).toContainText('Two Sum');
  const colours = (row: number) => options(page).nth(row).evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await colours(0)).not.toBe(await colours(1));
  await page.screenshot({ path: 'screenshots/palette-forced.png' });
});
