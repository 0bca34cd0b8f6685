import { expect, open, shell, test, wake } from './fixtures';
import { addProblem } from './journal';
import type { Page } from '@playwright/test';

// A page that came with its document sleeps until it is used. What only a release has, its files, is in code.hydrated.spec.ts.

const AWAKE = 'html[data-hydrated]';

/** Opens a page and leaves it asleep. */
async function openAsleep(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await shell(page);
  await expect(page.locator(AWAKE)).toHaveCount(0);
}

/** What is asked of the server functions from now on. */
function asked(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) paths.push(pathname);
  });
  return paths;
}

test('a page wakes where it stands, under its title, and asks for nothing', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  for (const [path, title] of [['/', 'Journal'], ['/problems', 'Problems'], [problem, 'Two Sum'], ['/tags', 'Tags']]) {
    await openAsleep(page, path);
    await expect(page).toHaveTitle(`${title} · GitGud`);
    const main = await page.locator('main').elementHandle();
    const paths = asked(page);
    await wake(page);
    await expect(page).toHaveTitle(`${title} · GitGud`);
    expect(await main?.evaluate((element) => element.isConnected), path).toBe(true);
    expect(paths.filter((one) => !one.startsWith('/api/timer')), path).toEqual([]);
  }
});

test('reading and scrolling do not wake a page; the keyboard, the mouse and the focus do', async ({ signedIn: page }) => {
  await addProblem(page, 'Two Sum', true);
  for (const use of [
    () => page.keyboard.press('Tab'),
    () => page.mouse.move(40, 300),
    () => page.getByRole('searchbox').focus(),
  ]) {
    await openAsleep(page, '/problems');
    await page.evaluate(() => { scrollTo(0, 100); scrollTo(0, 0); });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await expect(page.locator(AWAKE)).toHaveCount(0);
    await use();
    await expect(page.locator(AWAKE)).toHaveCount(1);
  }
});

test('a link followed while the page sleeps leads to a page that is awake', async ({ signedIn: page }) => {
  await addProblem(page, 'Two Sum', true);
  await openAsleep(page, '/problems');
  // As an app that shows links in a way of its own would: no sign of use comes before.
  await page.getByRole('link', { name: 'Two Sum' }).evaluate((link: HTMLElement) => link.click());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await expect(page).toHaveTitle('Two Sum · GitGud');
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.locator(AWAKE)).toHaveCount(1);
});

test('the way back and forth shows the right page, asleep or not', async ({ signedIn: page }) => {
  await addProblem(page, 'Two Sum', true);
  await addProblem(page, 'Edit Distance', true);
  await open(page, '/problems', true);
  await page.getByRole('searchbox').fill('edit');
  await expect(page).toHaveURL(/q=edit/);
  await page.getByRole('link', { name: 'Edit Distance' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit Distance');
  await page.reload();
  await shell(page);
  await expect(page.locator(AWAKE)).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Problems');
  await expect(page.getByRole('link', { name: 'Two Sum' })).toHaveCount(0);
  await page.reload();
  await shell(page);
  // The same page under another address.
  await page.evaluate(() => {
    history.pushState(null, '', '/problems?q=sum');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await page.keyboard.press('Shift');
  await expect(page.getByRole('link', { name: 'Two Sum' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit Distance' })).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Edit Distance' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Two Sum' })).toHaveCount(0);
});

test('a form sent from a sleeping page is sent plainly, and once', async ({ signedIn: page }) => {
  const problem = await addProblem(page, 'Two Sum', true);
  let posts = 0;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  const address = `${problem}/attempts/new`;
  await page.route(`**${address}`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    posts += 1;
    await held;
    return route.continue();
  });
  const paths = asked(page);
  await openAsleep(page, address);
  const post = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith(address));
  // By a script, before any sign of use; and once more before the answer is there.
  await page.evaluate(() => {
    document.querySelector<HTMLInputElement>('input[type=radio][value=solved]')!.checked = true;
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('Save the attempt'));
    addEventListener('submit', (event) => {
      sessionStorage.sent = `${sessionStorage.sent ?? ''}${event.defaultPrevented ? '-' : '+'}`;
    });
    setTimeout(() => { button?.click(); button?.click(); });
  });
  await post;
  await page.keyboard.press('Shift');
  letGo();
  await expect(page.getByRole('article')).toHaveCount(1);
  expect(posts).toBe(1);
  expect(await page.evaluate(() => sessionStorage.sent)).toBe('+-');
  expect(paths.filter((path) => path.includes('attempts'))).toEqual([]);
});

test('what was typed and opened before a page wakes stays, and is listened to then', async ({ signedIn: page }) => {
  await addProblem(page, 'Two Sum', true);
  await addProblem(page, 'Edit Distance', true);
  await openAsleep(page, '/problems');
  await page.locator('details.syntax summary').evaluate((summary: HTMLElement) => summary.click());
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('edit');
  await expect(page.locator(AWAKE)).toHaveCount(1);
  await expect(page).toHaveURL(/q=edit/);
  await expect(page.getByRole('searchbox')).toHaveValue('edit');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await expect(page.locator('details.syntax')).toHaveAttribute('open');
  await expect(page.getByRole('link', { name: 'Two Sum' })).toHaveCount(0);
});
