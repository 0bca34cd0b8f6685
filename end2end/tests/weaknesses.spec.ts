import type { Page } from '@playwright/test';
import { expect, open, somebodyNew, test } from './fixtures';

// Where the original fell short in the browser; the rest is in tests/app/weaknesses.

// The identity provider's page asks for an icon that is not there.
test.use({ expectsErrors: true });

/** Adds Two Sum (easy) or another problem by its link; answers with its address. */
async function added(page: Page, slug: string, javaScriptEnabled: boolean | undefined): Promise<string> {
  await open(page, `/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2F${slug}%2F`, javaScriptEnabled);
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('link', { name: 'Open on LeetCode' })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** A colour as the browser computed it. */
const colour = (page: Page, selector: string, property: string) =>
  page.locator(selector).first().evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

test('a signed-out visitor of a problem is asked to sign in, not told that it is not there', async ({ signedIn: page, context, javaScriptEnabled }) => {
  const problem = await added(page, 'two-sum', javaScriptEnabled);
  await context.clearCookies();
  for (const address of [problem, `${problem}/attempts/new`]) {
    await page.goto(address);
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expect(page.getByText('not here')).toHaveCount(0);
  }
  await page.getByLabel('Name').fill(somebodyNew());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(new RegExp(`${problem}/attempts/new$`));
});

test.describe('a server that cannot be reached', () => {
  test.use({ expectsErrors: true });

  test('is an error, not an empty journal', async ({ signedIn: page, javaScriptEnabled }) => {
    test.skip(javaScriptEnabled === false, 'without scripts the browser shows its own page');
    await added(page, 'two-sum', javaScriptEnabled);
    await page.route('**/api/**', (route) => route.abort());
    await page.getByRole('navigation').getByRole('link', { name: 'Problems' }).click();
    await expect(page.getByText('GitGud could not be reached')).toBeVisible();
    await expect(page.getByText('No problems yet')).toHaveCount(0);
    await page.getByRole('navigation').getByRole('link', { name: 'Journal' }).click();
    await expect(page.getByText('GitGud could not be reached')).toBeVisible();
    await expect(page.locator('.stat__value')).toHaveCount(0);
    await page.unroute('**/api/**');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Journal', { timeout: 30_000 });
  });
});

test('the problem that is there already is gone to, not created again', async ({ signedIn: page, javaScriptEnabled }) => {
  const problem = await added(page, 'two-sum', javaScriptEnabled);
  await open(page, '/problems/new?link=http%3A%2F%2Fwww.leetcode.com%2Fproblems%2Ftwo-sum', javaScriptEnabled);
  const posts: string[] = [];
  page.on('request', (request) => {
    // A hydrated page reads by POST, too.
    if (request.method() === 'POST' && !/\/(view|form|current_user)/.test(request.url())) posts.push(request.url());
  });
  await page.getByRole('link', { name: 'Open the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  expect(new URL(page.url()).pathname).toBe(problem);
  expect(posts).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } });

  test('every page of the navigation is reached', async ({ signedIn: page, javaScriptEnabled }) => {
    await open(page, '/', javaScriptEnabled);
    await page.getByRole('navigation').getByRole('link', { name: 'Problems' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Problems');
    await page.getByRole('navigation').getByRole('link', { name: 'Journal' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Journal');
    await page.locator('.menu__button').click();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeInViewport();
  });
});

test('dark is dark, and the code follows', async ({ signedIn: page, javaScriptEnabled }) => {
  await added(page, 'two-sum', javaScriptEnabled);
  await page.locator('#log > summary').click();
  await page.getByRole('radio', { name: 'Solved' }).check();
  await page.getByLabel('Code').fill('fn main() {}');
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByText('Logged: solved')).toBeVisible();
  /** 0 black to 255 white. */
  const light = (text: string) => Math.max(...(text.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number));
  for (const selector of ['body', 'figure.code, .code']) {
    await page.emulateMedia({ colorScheme: 'light' });
    expect(light(await colour(page, selector, 'background-color')), `${selector} by day`).toBeGreaterThan(200);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(light(await colour(page, selector, 'background-color')), `${selector} by night`).toBeLessThan(60);
  }
  expect(light(await colour(page, '.code code', 'color')), 'ink by night').toBeGreaterThan(180);
});

test('the keyboard shows where it is', async ({ signedIn: page, javaScriptEnabled }) => {
  await open(page, '/problems/new', javaScriptEnabled);
  const seen = new Set<string>();
  for (let step = 0; step < 14; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement!;
      // A radio button is drawn by the face beside it.
      const drawn = element.matches('.choice__input') ? element.nextElementSibling! : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
      return { name: element.outerHTML.slice(0, 120), ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, body: element === document.body };
    });
    if (focused.body) break;
    expect(focused.ring, focused.name).toBe(true);
    seen.add(focused.name);
  }
  expect(seen.size).toBeGreaterThan(8);
});

test('medium and hard are told apart by word, shape and colour', async ({ signedIn: page, javaScriptEnabled }) => {
  for (const [title, difficulty] of [['First', 'Medium'], ['Second', 'Hard']]) {
    await open(page, '/problems/new', javaScriptEnabled);
    await page.getByLabel('Title').fill(title);
    await page.getByRole('radio', { name: difficulty }).check();
    await page.getByRole('button', { name: 'Add the problem' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  }
  await open(page, '/problems', javaScriptEnabled);
  const faces = await page.locator('.badge', { hasText: /^(Medium|Hard)$/ }).evaluateAll((badges) =>
    badges.map((badge) => ({
      word: badge.textContent!.trim(),
      shape: badge.querySelector('use')?.getAttribute('href'),
      colour: getComputedStyle(badge).color + getComputedStyle(badge.querySelector('.icon')!).color,
    })));
  expect(faces.map((face) => face.word).sort()).toEqual(['Hard', 'Medium']);
  expect(faces[0].shape).not.toBe(faces[1].shape);
  expect(faces[0].colour).not.toBe(faces[1].colour);
});
