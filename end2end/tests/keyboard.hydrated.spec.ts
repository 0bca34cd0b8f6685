// The whole product without a mouse. Nothing here clicks or focuses by script: keys only, and after each step the focus is
// somewhere to be seen.
import type { Locator, Page } from '@playwright/test';
import { expect, open, test, wake } from './fixtures';

/** Where the focus is, said in full; nothing when it can be seen. */
async function troubleWithFocus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return 'nothing has the focus';
    const name = element.outerHTML.slice(0, 120);
    // Where reading begins after a page was opened; not a thing that a key could press.
    if (element.id === 'main') return '';
    // What is drawn for a control that is itself hidden stands beside or around it.
    const shown = [element, element.nextElementSibling, element.parentElement].filter((one): one is HTMLElement => one instanceof HTMLElement);
    const outlined = shown.some((one) => {
      const style = getComputedStyle(one);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !/, 0\)|transparent/.test(style.outlineColor);
    });
    if (!outlined) return `no outline: ${name}`;
    const box = (element.offsetWidth > 2 ? element : element.parentElement ?? element).getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return inside ? '' : `out of sight at ${Math.round(box.top)}: ${name}`;
  });
}

async function focusIsSeen(page: Page): Promise<void> {
  await expect.poll(() => troubleWithFocus(page)).toBe('');
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await focusIsSeen(page);
  }
}

/** Goes on with Tab, or back with Shift+Tab, until this has the focus, which is seen at every stop. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < 80; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return focusIsSeen(page);
    await page.keyboard.press(key);
    // Past the last stop the focus is the browser's own for a moment.
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    await focusIsSeen(page);
  }
  throw new Error(`not reached: ${target}`);
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('the whole way by keyboard', async ({ signedIn: page }) => {
  test.setTimeout(180_000);
  await open(page, '/', true);

  // A problem by its link.
  await press(page, 'n');
  await expect(page.getByLabel('Paste a problem link')).toBeFocused();
  await page.keyboard.insertText('https://leetcode.com/problems/two-sum/');
  await expect(page.getByText('Two Sum · LeetCode · easy?')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Add a problem');
  await wake(page);
  await tabTo(page, page.getByRole('textbox', { name: /^Tags/ }));
  await page.keyboard.type('array');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Two Sum');
  await focusIsSeen(page);

  // An attempt.
  await press(page, 'a', 'f');
  await expect(page.getByRole('radio', { name: 'Failed' })).toBeFocused();
  await tabTo(page, page.getByLabel('Minutes'));
  await page.keyboard.type('25');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toContainText('25 min');
  await focusIsSeen(page);

  // The attempt, edited.
  await press(page, 'j');
  await expect(page.getByRole('article').getByRole('link', { name: 'Edit' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heading(page)).toContainText('attempt');
  await expect(page.locator('#main')).toBeFocused();
  await press(page, 's');
  await tabTo(page, page.getByLabel('Minutes'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('12');
  await page.keyboard.press('Control+Enter');
  await expect(heading(page)).toHaveText('Two Sum');
  await expect(page.getByRole('article')).toContainText('12 min');
  await focusIsSeen(page);

  // A star, and the timer.
  await page.keyboard.press('*');
  await expect(page.getByRole('button', { name: 'Star Two Sum' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('t');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();

  // Tags, changed in place; and the form closed again without a change.
  const tags = page.locator('#change-tags > summary');
  await tabTo(page, tags);
  await press(page, 'Enter', 'Enter', 'Enter');
  await tabTo(page, page.locator('#change-tags').getByRole('textbox'));
  await page.keyboard.press('End');
  await page.keyboard.type(', hash');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem').filter({ hasText: /^hash$/ })).toBeVisible();
  await focusIsSeen(page);

  // Found by the list's search.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await focusIsSeen(page);
  await page.keyboard.type('problems');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Problems');
  await press(page, '/');
  await page.keyboard.type('tag:hash two');
  await expect(page.getByText('1 of 1 problem')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=tag%3Ahash/);
  await focusIsSeen(page);

  // That search, saved.
  await tabTo(page, page.getByRole('link', { name: 'Save this search' }));
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Save this search');
  await tabTo(page, page.getByLabel('Name'));
  await page.keyboard.type('Hashing');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Hashing' })).toBeVisible();
  await focusIsSeen(page);

  // Many at once, even if there is but one.
  await press(page, 'j', 'x');
  await expect(page.getByText('1 selected')).toBeVisible();
  await tabTo(page, page.locator('#bulk-tags'), 'Shift+Tab');
  await page.keyboard.type('redo');
  await tabTo(page, page.getByRole('button', { name: 'Add tags' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('.notice--success')).toBeVisible();
  await expect(page.getByRole('link', { name: 'redo', exact: true })).toBeVisible();
  await focusIsSeen(page);

  // A tag under another name.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tags');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Tags');
  await press(page, 'j', 'j', 'j', 'x');
  await expect(page.getByRole('checkbox', { name: 'redo' })).toBeChecked();
  await tabTo(page, page.getByLabel('New name of the selected'), 'Shift+Tab');
  await page.keyboard.type('again');
  await tabTo(page, page.getByRole('button', { name: 'Rename or merge' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'again' })).toBeVisible();
  await focusIsSeen(page);

  // Deleted, and taken back.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('two sum');
  await expect(page.getByRole('option', { selected: true })).toContainText('Two Sum');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Two Sum');
  await tabTo(page, page.locator('.confirm > summary'));
  await press(page, 'Enter');
  await tabTo(page, page.getByRole('button', { name: 'Delete the problem' }));
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Problems');
  await focusIsSeen(page);
  await tabTo(page, page.getByRole('button', { name: 'Undo' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Two Sum');
  await focusIsSeen(page);
  await expect(page.getByRole('listitem').filter({ hasText: /^again$/ })).toBeVisible();

  // Changes, taken back from their list; then the way out.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('recent');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Recent changes');
  await press(page, 'j');
  const taken = await page.locator('.changes__state').count();
  await page.keyboard.press('Enter');
  await expect(page.locator('.changes__state')).toHaveCount(taken + 1);
  await focusIsSeen(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sign out');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
});

test('a dialog, a menu and a form in place give the focus back', async ({ signedIn: page }) => {
  await open(page, '/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F', true);
  await tabTo(page, page.getByLabel('Title'));
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Two Sum');
  const star = page.getByRole('button', { name: 'Star Two Sum' });
  await tabTo(page, star);
  for (const key of ['?', 'Control+k']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await press(page, 'Escape');
    await expect(star).toBeFocused();
  }
  const account = page.locator('.menu__button');
  await tabTo(page, account, 'Shift+Tab');
  await press(page, 'Enter', 'Tab', 'Escape');
  await expect(account).toBeFocused();
  // Saved in place: reading goes on there.
  await tabTo(page, page.locator('#change-difficulty > summary'));
  await press(page, 'Enter', 'Tab', 'ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.locator('#change-difficulty')).toBeFocused();
  await focusIsSeen(page);
});
