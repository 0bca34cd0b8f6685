// Without the network: a device reads, searches and changes its journal, and everything arrives once.
import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from '@playwright/test';
import { isDelivered, isReady, logAttempt, stored, wake } from './device';
import { expect, expectAccessible, test } from './fixtures';
import { addProblem } from './problems';

// The browser logs what could not be fetched.
test.use({ serviceWorkers: 'allow', expectsErrors: true });

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const network = (page: Page) => page.getByRole('region', { name: 'Network' });

/** A problem that was solved so many days ago. */
async function solved(page: Page, title: string, days: number): Promise<string> {
  const id = await addProblem(page, { title, difficulty: 'easy', tags: 'graph' });
  const at = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 16);
  const form = {
    'fields[id]': randomUUID(), 'fields[problem_id]': id, 'fields[status]': 'solved', 'fields[minutes]': '12',
    'fields[notes]': 'the **old** trick', 'fields[code]': 'seen = {}', 'fields[language]': 'Python', 'fields[attempted_at]': at,
  };
  const answer = await page.context().request.post(`${process.env.GITGUD_E2E_ORIGIN!}/api/attempts/log`, { form, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(answer.ok()).toBe(true);
  return id;
}

/** Opens an address in a new tab of a device without the network, as the installed app does when it is started. */
async function cold(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await wake(page);
  // The page is there before what it shows.
  await expect(heading(page)).toBeVisible();
  return page;
}

test('a whole session without the network: everything is there once', async ({ signedIn: first, context }) => {
  const due = await solved(first, 'Two Sum', 40);
  await addProblem(first, { title: 'Three Sum', difficulty: 'medium' });
  await first.goto('/');
  await isReady(first);
  await first.close();
  await context.setOffline(true);

  const page = await cold(context, '/?source=pwa');
  await expect(network(page)).toHaveText('Offline');
  await expect(page.getByRole('list', { name: 'Reviews' })).toContainText('2 problems');
  await expectAccessible(page);

  // Read and search.
  await page.getByRole('navigation').getByRole('link', { name: 'Problems' }).first().click();
  await expect(heading(page)).toHaveText('Problems');
  await expect(page.getByRole('link', { name: 'Three Sum', exact: true })).toBeVisible();
  const search = page.getByRole('searchbox').first();
  await search.fill('old trick');
  await expect(page.getByRole('link', { name: 'Three Sum', exact: true })).toHaveCount(0);
  await page.getByRole('link', { name: 'Two Sum', exact: true }).click();
  await expect(heading(page)).toHaveText('Two Sum');
  await expect(page.getByRole('article').locator('strong', { hasText: 'old' })).toBeVisible();
  await expect(page.locator('.hl-operator, code').first()).toContainText('seen');

  // Add, log, edit.
  await page.goto('/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Fvalid-anagram%2F');
  await wake(page);
  await page.getByRole('radio', { name: 'Easy' }).check();
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(heading(page)).toHaveText('Valid Anagram');
  await expect(network(page)).toHaveText('Offline · 1 change waiting');
  await logAttempt(page, 'Failed', 'written **without** a network');
  await expect(page.getByRole('article').locator('strong', { hasText: 'without' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('article').getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('radio', { name: 'Partial' }).check();
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await expect(page.getByRole('article')).toContainText('Partial');
  await page.getByRole('link', { name: 'Edit the problem' }).or(page.getByRole('link', { name: 'Edit', exact: true })).first().click();
  await page.getByLabel('Title').fill('Anagrams');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(heading(page)).toHaveText('Anagrams');
  await expect(network(page)).toHaveText('Offline · 4 changes waiting');

  // Review, in another cold start.
  const other = await cold(context, '/review');
  await expect(other.getByRole('heading', { level: 2 }).first()).toHaveText('Two Sum');
  await other.keyboard.press('3');
  await expect(other.getByText(/Good: Two Sum comes back/).first()).toBeVisible();
  await expect(network(other)).toHaveText('Offline · 5 changes waiting');
  expect((await stored(context)).get('Anagrams')).toBeUndefined();

  await context.setOffline(false);
  await isDelivered(other);
  const all = await stored(context);
  expect([...all.keys()].sort()).toEqual(['Anagrams', 'Three Sum', 'Two Sum']);
  expect(all.get('Anagrams')!.attempts.map(({ status, notes }) => [status, notes])).toEqual([['partial', 'written **without** a network']]);
  expect(all.get('Two Sum')!.attempts).toHaveLength(2);
  await expect(network(other)).toHaveCount(0);
  // And the server's own page says the same.
  await other.goto(`/problems/${due}`);
  await expect(other.getByRole('article')).toHaveCount(2);
});

test('a tab that is killed while it saves loses nothing, and saves nothing twice', async ({ signedIn: first, context }) => {
  const id = await addProblem(first, { title: 'Two Sum', difficulty: 'easy' });
  await first.goto('/');
  await isReady(first);
  await context.setOffline(true);
  let kept = 0;
  for (const turn of [1, 2, 3, 4]) {
    const page = await cold(context, `/problems/${id}`);
    await logAttempt(page, 'Solved', `turn ${turn}`);
    const isLogged = turn % 2 === 0;
    if (isLogged) {
      await expect(page.getByText('Logged: solved')).toBeVisible();
      // The next form is another one.
      await expect(page.getByLabel('Notes')).toHaveValue('');
    }
    await page.close();
    const after = await cold(context, `/problems/${id}`);
    const now = await after.getByRole('article').count();
    expect(isLogged ? [kept + 1] : [kept, kept + 1]).toContain(now);
    // What was not kept stands in the form again.
    if (now === kept) await expect(after.getByLabel('Notes')).toHaveValue(`turn ${turn}`);
    kept = now;
    await after.close();
  }
  await context.setOffline(false);
  const page = await cold(context, `/problems/${id}`);
  await isDelivered(page);
  expect((await stored(context)).get('Two Sum')!.attempts).toHaveLength(kept);
});

test('an answer that is lost on the way does no harm', async ({ signedIn: page, context }) => {
  const id = await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await page.goto('/');
  await isReady(page);
  let cut = 2;
  await context.route('**/sync/change', async (route) => {
    if (cut === 0) return route.continue();
    cut -= 1;
    await route.fetch();
    await route.abort();
  });
  // The form itself cannot be sent, and is kept; what is kept arrives, and nobody hears of it at first.
  await context.route('**/api/attempts/log', (route) => route.abort());
  await page.goto(`/problems/${id}`);
  await wake(page);
  await logAttempt(page, 'Solved', 'once');
  await expect(page.getByText('Logged: solved')).toBeVisible();
  await isDelivered(page);
  expect(cut).toBe(0);
  expect((await stored(context)).get('Two Sum')!.attempts).toHaveLength(1);
});

test('two devices edit one problem: fields are merged, and a true conflict keeps both and asks', async ({ signedIn: page, context }) => {
  const id = await addProblem(page, { title: 'Two Sum', difficulty: 'easy', tags: 'array' });
  await page.goto('/');
  await isReady(page);
  /** The other device, which has the network: through the server's own form. */
  const elsewhere = async (fields: Record<string, string>) => {
    const post = (path: string, form: Record<string, string>) =>
      context.request.post(`${process.env.GITGUD_E2E_ORIGIN!}/api/${path}`, { form, headers: { 'sec-fetch-site': 'same-origin' } });
    const form = await (await post('problems/edit-form', { id })).json() as { fields: Record<string, string> };
    const named = Object.entries({ ...form.fields, ...fields }).map(([name, value]) => [`fields[${name}]`, value]);
    expect((await post('problems/edit', Object.fromEntries(named))).ok()).toBe(true);
  };
  const rename = async (title: string) => {
    await page.goto(`/problems/${id}/edit`);
    await wake(page);
    await page.getByLabel('Title').fill(title);
    await page.getByRole('button', { name: 'Save' }).first().click();
    await expect(heading(page)).toHaveText(title);
  };

  await context.setOffline(true);
  await rename('Two Sum, again');
  await elsewhere({ tags: 'hash-table' });
  await context.setOffline(false);
  await isDelivered(page);
  expect((await stored(context)).get('Two Sum, again')!.tags).toEqual(['hash-table']);

  await context.setOffline(true);
  await rename('Mine');
  await elsewhere({ title: 'Theirs' });
  await context.setOffline(false);
  await expect(network(page)).toContainText('1 change could not be saved.');
  expect((await stored(context)).has('Theirs')).toBe(true);
  await network(page).getByRole('link').click();
  await expect(heading(page)).toHaveText('On this device');
  const parked = page.locator('device-journal');
  await expect(parked).toContainText('Theirs');
  await expect(parked).toContainText('Mine');
  await expectAccessible(page);
  await parked.getByRole('button', { name: 'Keep mine' }).focus();
  await page.keyboard.press('Enter');
  // The keyboard goes on where the list was.
  await expect(parked.getByRole('heading', { name: 'The copy' })).toBeFocused();
  await expect(network(page)).toHaveCount(0);
  await isDelivered(page);
  expect((await stored(context)).has('Mine')).toBe(true);
});

test('what was typed about a problem that another device adds meanwhile is kept, and its page stays', async ({ signedIn: page, context }) => {
  await page.goto('/');
  await isReady(page);
  await context.setOffline(true);
  const link = 'https://leetcode.com/problems/two-sum/';
  // As another app shares it.
  await page.goto(`/problems/new?${new URLSearchParams({ title: 'Two Sum - LeetCode', text: link })}`);
  await wake(page);
  await page.getByLabel('Tags').fill('map');
  await page.getByLabel('Description').fill('Find **two**.');
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(heading(page)).toHaveText('Two Sum');
  const there = await addProblem(page, { link, title: 'Two Sum', difficulty: 'easy', tags: 'array' });
  await context.setOffline(false);
  await isDelivered(page);
  const all = await stored(context);
  expect([...all.keys()]).toEqual(['Two Sum']);
  expect(all.get('Two Sum')).toMatchObject({ tags: ['array', 'map'], description: 'Find **two**.' });
  // The page has the address of the problem that was to be added.
  expect(page.url()).not.toContain(there);
  await page.reload();
  await expect(page.getByText('Find two.')).toBeVisible();
  await expect(page.getByText('array', { exact: true })).toBeVisible();
});

test('signing out says what would be lost, and leaves nothing behind', async ({ signedIn: page, context }) => {
  const id = await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await page.goto('/');
  await isReady(page);
  await context.route('**/sync/change', (route) => route.abort());
  await context.route('**/api/attempts/log', (route) => route.abort());
  await page.goto(`/problems/${id}`);
  await wake(page);
  await logAttempt(page, 'Solved', 'not sent');
  await expect(page.getByText('Logged: solved')).toBeVisible();
  const signOut = async () => {
    await page.getByRole('banner').locator('summary').last().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
  };
  await signOut();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('1 change');
  await dialog.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(heading(page)).toHaveText('Two Sum');
  await signOut();
  await dialog.getByRole('button', { name: 'Sign out and lose' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  const left = await page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    return [...databases, ...(await caches.keys()).filter((name) => name.startsWith('pages-'))];
  });
  expect(left).toEqual([]);
});

test('what is on the device is told, and can be removed', async ({ signedIn: page, context }) => {
  await addProblem(page, { title: 'Two Sum', difficulty: 'easy' });
  await page.goto('/settings/device');
  await isReady(page);
  await page.reload();
  await wake(page);
  const panel = page.locator('device-journal');
  await expect(panel).toContainText('Problems');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Remove the copy from this device' }).click();
  await expect(panel.getByRole('button', { name: 'Keep a copy on this device' })).toBeVisible();
  expect(await page.evaluate(() => window.gitgudJournal!('person', ''))).toBe('');
  await page.reload();
  await expect(panel.getByRole('button', { name: 'Keep a copy on this device' })).toBeVisible();
  await panel.getByRole('button', { name: 'Keep a copy on this device' }).click();
  await isReady(page);
  await context.setOffline(true);
  await page.goto('/problems');
  await wake(page);
  await expect(page.getByRole('link', { name: 'Two Sum', exact: true })).toBeVisible();
});

test('a page that only the server has says so, and opens again by itself', async ({ signedIn: page, context }) => {
  await page.goto('/');
  await isReady(page);
  await context.setOffline(true);
  await page.goto('/insights');
  await expect(heading(page)).toHaveText('GitGud could not be reached');
  await context.setOffline(false);
  await expect(heading(page)).toHaveText('Insights');
});

test('a second view asks the network for no file', async ({ signedIn: page }) => {
  await page.goto('/problems');
  await isReady(page);
  await page.goto('/problems');
  const asked: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/^\/(pkg|js|fonts)\//.test(pathname) && !response.fromServiceWorker() && response.status() !== 304) asked.push(pathname);
  });
  await page.reload();
  await wake(page);
  expect(asked).toEqual([]);
});
