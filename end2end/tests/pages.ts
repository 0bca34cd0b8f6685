// Every page of the product in every state it has, with the way to get there. A new page is a line here; the screenshots, the
// checks of everypage.spec.ts and the W3C checker follow.
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { contest } from './companion';
import { open, wake } from './fixtures';
import type { Journal, Journals } from './journals';
import { CALENDAR } from './pages.calendar';
import { REVIEW } from './pages.review';
import { SHARE } from './pages.share';
import { mistake, press, unfold, type View } from './views';

export type { View, Who } from './views';

/** Changes the form in another tab, then here. */
const conflict = (field: string, button: string) => async (page: Page, _: Journal, hydrated: boolean) => {
  const other = await page.context().newPage();
  await open(other, page.url(), hydrated);
  await other.locator(field).fill(`${await other.locator(field).inputValue()} (from the other tab)`);
  await other.getByRole('button', { name: button }).click();
  await other.waitForURL((url) => url.href !== page.url());
  await other.close();
  await page.locator(field).fill('typed here');
  await press(page, button);
  await page.locator('.conflict').waitFor();
};

/** A problem that is there to be changed; answers with its page. */
const throwaway = async (own: Journal) => `/problems/${await own.add('Only for a moment', { tags: 'once' })}`;
const deleteIt = async (page: Page) => {
  await unfold('.confirm')(page);
  await press(page, 'Delete the problem');
  await page.getByRole('region', { name: 'What was just done' }).waitFor();
  // The page it leads to may come after the notice.
  await page.getByRole('heading', { level: 1, name: 'Problems' }).waitFor();
};
const own = (rest = '') => (journal: Journal) => `/problems/${journal.problem}${rest}`;
const attempt = (journal: Journal) => `/attempts/${journal.attempts.at(-1)}/edit`;
const compare = (journal: Journal) => `/problems/${journal.problem}/compare?from=${journal.attempts[0]}&to=${journal.attempts[2]}`;
const several = 'Two Sum https://leetcode.com/problems/two-sum/\nhttps://codeforces.com/problemset/problem/4/A\nA note to self';

/** What nobody, a newcomer and a passer-by sees. */
const STRANGERS: View[] = [
  { name: 'landing', who: 'visitor', at: '/', closely: true },
  { name: 'nothing-here', who: 'visitor', at: '/no/such/page', fails: true },
  { name: 'developers', who: 'visitor', at: '/developers', bare: true, closely: true },
  { name: 'developers-operation', who: 'visitor', at: '/developers#createProblem', bare: true },
  { name: 'developers-code', who: 'ordinary', at: '/developers#error-precondition_failed', bare: true },
  { name: 'developers-outline', who: 'visitor', at: '/developers', bare: true, act: async (page) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await unfold('.api__folded')(page);
  } },
  { name: 'session-ended', who: 'ordinary', at: own('/attempts/new'), fails: true, act: async (page) => {
    await page.getByLabel('Notes').fill('typed and kept');
    await page.context().clearCookies();
    await press(page, 'Save the attempt');
    await page.getByText('Your session has ended').or(page.getByText('You are not signed in')).first().waitFor();
  } },
  { name: 'first-run', who: 'empty', at: '/', closely: true },
  { name: 'no-problems', who: 'empty', at: '/problems' },
  { name: 'no-tags', who: 'empty', at: '/tags' },
  { name: 'no-changes', who: 'empty', at: '/undo' },
  { name: 'no-insights', who: 'empty', at: '/insights' },
  { name: 'nothing-selected', who: 'empty', at: '/problems/bulk' },
  { name: 'problem-of-somebody-else', who: 'empty', at: (_, all) => `/problems/${all.ordinary.problem}`, fails: true },
  { name: 'attempt-of-somebody-else', who: 'empty', at: (_, all) => attempt(all.ordinary), fails: true },
  { name: 'not-an-id', who: 'empty', at: '/problems/0/edit', fails: true },
];

/** The pages with what people usually have. */
const USUAL: View[] = [
  { name: 'dashboard', who: 'ordinary', at: '/', closely: true },
  { name: 'dashboard-huge', who: 'huge', at: '/' },
  { name: 'insights', who: 'ordinary', at: '/insights', closely: true },
  { name: 'insights-tables', who: 'ordinary', at: '/insights', act: async (page) => {
    for (const table of await page.locator('.chart__table > summary').all()) await table.click();
  } },
  { name: 'insights-huge', who: 'huge', at: '/insights' },
  { name: 'paste-recognised', who: 'ordinary', at: '/', hydrated: true, act: async (page) => {
    await page.locator('#paste-link').fill(several);
    await page.getByRole('list', { name: 'Recognised' }).waitFor();
  } },
  { name: 'account-menu', who: 'ordinary', at: '/', act: unfold('.account .menu') },
  { name: 'problems', who: 'ordinary', at: '/problems', closely: true },
  { name: 'problems-huge', who: 'huge', at: '/problems?sort=-title' },
  { name: 'problems-huge-last', who: 'huge', at: '/problems?q=is%3Auntried%20a' },
  { name: 'problems-searched', who: 'ordinary', at: '/problems?q=-is%3Auntried%20difficulty%3Aeasy%20%22a%22&sort=-title' },
  { name: 'problems-mistake', who: 'ordinary', at: '/problems?q=two%20is%3Asloved' },
  { name: 'problems-no-match', who: 'ordinary', at: '/problems?q=unheard%20tag%3Ax' },
  { name: 'problems-link-searched', who: 'ordinary', at: '/problems?q=https%3A%2F%2Fleetcode.com%2Fproblems%2Fnever-added%2F' },
  { name: 'problems-menu', who: 'ordinary', at: '/problems', act: unfold('details', 'Tags') },
  { name: 'problems-saved', who: 'ordinary', at: '/problems?q=is%3Asolved' },
  { name: 'problems-unreachable', who: 'ordinary', at: '/problems', hydrated: true, fails: true, act: async (page) => {
    await page.route('**/api/find/problems', (route) => route.abort());
    await page.getByRole('searchbox', { name: 'Search' }).fill('graph');
    await press(page, 'Search');
    await page.getByText('This could not be searched for').waitFor();
  } },
  { name: 'bulk-open', who: 'ordinary', at: '/problems', hydrated: true, act: async (page) => {
    await page.locator('input[form=bulk]').first().check();
    await page.getByText('1 selected').waitFor();
  } },
  { name: 'bulk', who: 'ordinary', at: (journal) => `/problems/bulk?ids=${journal.problem},${journal.untried}`, closely: true },
  { name: 'bulk-mistake', who: 'ordinary', at: (journal) => `/problems/bulk?ids=${journal.problem},${journal.untried}`, fails: true,
    act: async (page) => { await press(page, 'Add tags'); await page.getByText('Type at least one tag.').waitFor(); } },
  { name: 'search-save', who: 'ordinary', at: '/problems/views/new?q=is%3Afailed' },
  { name: 'search-save-mistake', who: 'ordinary', at: '/problems/views/new?q=is%3Afailed', fails: true, act: mistake('Save the search') },
  { name: 'search-edit', who: 'ordinary', at: (journal) => `/problems/views/${journal.view}` },
  { name: 'tags', who: 'ordinary', at: '/tags' },
  { name: 'tags-merge', who: 'ordinary', at: '/tags', fails: true, act: async (page) => {
    await page.getByLabel('hash-table', { exact: true }).check();
    await page.getByLabel('New name of the selected').fill('array');
    await press(page, 'Rename or merge');
    await page.getByText('These become one tag').waitFor();
  } },
  { name: 'changes', who: 'ordinary', at: throwaway, act: async (page, _, hydrated) => { await deleteIt(page); await open(page, '/undo', hydrated); } },
];

/** One problem, its attempts and their forms. */
const RECORD: View[] = [
  { name: 'problem', who: 'ordinary', at: own(), closely: true },
  { name: 'problem-untried', who: 'ordinary', at: (journal) => `/problems/${journal.untried}` },
  { name: 'problem-already-there', who: 'ordinary', at: own('?already-there=1') },
  { name: 'problem-logged', who: 'ordinary', at: (journal) => own(`?logged=${journal.attempts.at(-1)}#attempt-${journal.attempts.at(-1)}`)(journal) },
  { name: 'problem-logging', who: 'ordinary', at: own(), act: unfold('#log') },
  { name: 'problem-changing', who: 'ordinary', at: own(), act: async (page) => { await unfold('#change-difficulty')(page); await unfold('#change-tags')(page); } },
  { name: 'problem-deleting', who: 'ordinary', at: own(), act: unfold('.confirm') },
  { name: 'problem-deleted', who: 'ordinary', at: throwaway, act: deleteIt },
  { name: 'problem-brought-back', who: 'ordinary', at: throwaway, act: async (page) => {
    await deleteIt(page);
    await page.getByRole('region', { name: 'What was just done' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back: ').waitFor();
  } },
  { name: 'problem-timed', who: 'ordinary', at: throwaway, act: async (page) => { await press(page, 'Start the timer'); await page.getByRole('button', { name: 'Pause' }).waitFor(); } },
  { name: 'problem-keys', who: 'ordinary', at: own(), hydrated: true, act: async (page) => { await page.keyboard.press('?'); await page.getByRole('dialog').waitFor(); } },
  { name: 'problem-new', who: 'ordinary', at: '/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2F3sum%2F' },
  { name: 'problem-new-mistake', who: 'ordinary', at: '/problems/new', fails: true, act: mistake('Add the problem') },
  { name: 'problem-edit', who: 'ordinary', at: own('/edit') },
  { name: 'problem-edit-conflict', who: 'ordinary', at: async (journal) => `${await throwaway(journal)}/edit`, fails: true, act: conflict('#title', 'Save the problem') },
  { name: 'problem-difficulty', who: 'ordinary', at: own('/difficulty') },
  { name: 'problem-tags', who: 'ordinary', at: own('/tags') },
  { name: 'several', who: 'ordinary', at: `/problems/add?links=${encodeURIComponent(several)}` },
  { name: 'several-added', who: 'ordinary', at: `/problems/add?links=${encodeURIComponent(several)}`, fails: true, act: async (page) => {
    await press(page, 'Add them all');
    await page.getByRole('list', { name: 'What came of each' }).waitFor();
  } },
  { name: 'compare', who: 'ordinary', at: compare },
  { name: 'compare-nothing', who: 'ordinary', at: own('/compare') },
  { name: 'attempt-new', who: 'ordinary', at: own('/attempts/new'), closely: true },
  { name: 'attempt-new-mistake', who: 'ordinary', at: own('/attempts/new'), fails: true, act: mistake('Save the attempt') },
  { name: 'attempt-edit', who: 'ordinary', at: attempt },
  { name: 'attempt-conflict', who: 'ordinary', at: async (journal) => `/attempts/${await journal.log((await throwaway(journal)).slice(10))}/edit`, fails: true, act: conflict('#notes', 'Save the attempt') },
  { name: 'attempt-restored', who: 'ordinary', at: own('/attempts/new'), hydrated: true, act: async (page) => {
    await page.getByLabel('Notes').fill('half a thought');
    await page.reload();
    await page.getByText('Restored what you had typed').waitFor();
    await wake(page);
  } },
  { name: 'attempt-editor', who: 'ordinary', at: attempt, hydrated: true, act: async (page) => {
    await press(page, 'Open the code editor');
    await page.locator('.cm-content, [role=textbox][contenteditable]').first().waitFor();
    // As it was: the choice is remembered.
    await page.evaluate(() => localStorage.removeItem('gitgud.code-editor'));
  } },
  { name: 'attempt-preview', who: 'ordinary', at: attempt, hydrated: true, act: async (page) => {
    await press(page, 'Preview');
    await page.locator('.notes-field__preview').waitFor();
  } },
];

/** What other programs have told of, until it is added or dismissed. */
const waiting = async (journal: Journal) => {
  await journal.tell(
    { name: 'Two Sum', group: 'LeetCode', url: 'https://leetcode.com/problems/two-sum/' },
    { name: 'A puzzle', url: 'https://example.com/puzzles/7' },
    { name: 'On paper' },
  );
  return '/inbox';
};
const arriving = async (journal: Journal) => {
  await journal.tell(...contest());
  return '/inbox';
};
const hostileInbox = async (journal: Journal) => {
  const [batch, group] = [{ id: randomUUID(), size: 900 }, `${'Donaudampfschiff'.repeat(6)} - ${'长'.repeat(90)}`];
  await journal.tell(
    { name: 'LongestSubstring'.repeat(18) + 'TwelveLetter', group, url: `https://example.com/${'longest-substring-'.repeat(60)}` },
    { name: 'אלגוריתם Dijkstra למסלול הקצר (2026) — חלק 2', group: 'مسابقة - الجولة', url: 'https://example.com/a' },
    { name: '长'.repeat(300), group, batch, url: 'https://example.com/b' },
    { name: '<b>Not bold</b> & "quoted" \'title\'', group, batch, url: 'https://example.com/c' },
  );
  return '/inbox';
};
const INBOX: View[] = [
  { name: 'inbox-empty', who: 'empty', at: '/inbox' },
  { name: 'inbox', who: 'ordinary', at: waiting, closely: true },
  { name: 'inbox-contest', who: 'ordinary', at: arriving, closely: true },
  { name: 'inbox-told-of', who: 'ordinary', at: async (journal) => { await waiting(journal); return '/'; } },
  { name: 'inbox-typing', who: 'ordinary', at: waiting, act: unfold('.inbox-item__more') },
  { name: 'inbox-mistake', who: 'ordinary', at: waiting, fails: true, act: mistake(/^Add to the journal ?: On paper/) },
  { name: 'inbox-contest-mistake', who: 'ordinary', at: arriving, fails: true, act: async (page) => {
    const contest = page.locator('section', { hasText: 'Nobody Knows' });
    for (const one of await contest.getByRole('combobox').all()) await one.selectOption('');
    await contest.getByRole('button', { name: 'Add all with a difficulty' }).click();
    await page.getByText('Choose first how hard').waitFor();
  } },
  { name: 'inbox-added', who: 'ordinary', at: async (journal) => { await journal.tell({ name: 'Added', url: `https://example.com/${randomUUID()}/x` }); return '/inbox'; },
    act: async (page) => {
      await page.getByLabel('Difficulty of Added').first().selectOption('Easy');
      await page.getByRole('button', { name: /^Add to the journal ?: Added/ }).first().click();
      await page.getByText('“Added” is in your journal').waitFor();
    } },
  { name: 'inbox-already-there', who: 'ordinary', at: async (journal) => {
    const url = `https://example.com/${randomUUID()}/x`;
    await journal.tell({ name: 'Told of and typed', url });
    await journal.add('Typed', { link: url });
    return '/inbox';
  } },
  { name: 'inbox-dismissed', who: 'ordinary', at: waiting, act: async (page) => {
    await press(page, /^Dismiss ?: On paper/);
    await page.getByRole('region', { name: 'What was just done' }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
  } },
  { name: 'hostile-inbox', who: 'hostile', at: hostileInbox, closely: true },
];

/** What a person chooses, and how all of it ends. */
const PERSON: View[] = [
  { name: 'settings', who: 'ordinary', at: '/settings', closely: true },
  { name: 'settings-saved', who: 'ordinary', at: '/settings?saved=1' },
  { name: 'settings-mistake', who: 'ordinary', at: '/settings', fails: true, act: async (page) => {
    await page.getByLabel('Minutes a day').fill('2000');
    await mistake('Save the settings')(page);
  } },
  { name: 'no-tokens', who: 'empty', at: '/settings/tokens' },
  { name: 'tokens', who: 'ordinary', at: '/settings/tokens', closely: true },
  { name: 'tokens-mistake', who: 'ordinary', at: '/settings/tokens', fails: true, act: mistake('Make the token') },
  { name: 'token-made', who: 'ordinary', at: '/settings/tokens', act: async (page) => {
    await page.getByLabel('Name', { exact: true }).fill('Another');
    await press(page, 'Make the token');
    await page.getByText('“Another” is made').waitFor();
  } },
  { name: 'token-made-before', who: 'ordinary', at: '/settings/tokens', act: async (page, journal) => {
    const id = await page.locator('[name="fields[id]"]').inputValue();
    await journal.send('tokens/create', { id, name: 'Sent before', scope: 'read', lifetime: '30' });
    await page.getByLabel('Name', { exact: true }).fill('Sent again');
    await press(page, 'Make the token');
    await page.getByText('This token was made already').waitFor();
  } },
  { name: 'token-revoking', who: 'ordinary', at: '/settings/tokens', act: unfold('.confirm') },
  { name: 'token-revoked', who: 'ordinary', at: '/settings/tokens?revoked=1' },
  { name: 'device', who: 'ordinary', at: '/settings/device', closely: true },
  { name: 'delete-everything', who: 'ordinary', at: '/settings/delete' },
  { name: 'delete-everything-mistake', who: 'ordinary', at: '/settings/delete', fails: true, act: mistake('Delete everything for good') },
  { name: 'deleted', who: 'visitor', at: '/deleted' },
  { name: 'palette', who: 'ordinary', at: '/', hydrated: true, act: async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('a');
    await page.getByRole('dialog').getByRole('option').nth(3).waitFor();
  } },
  { name: 'palette-hostile', who: 'hostile', at: '/problems', hydrated: true, act: async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('option').nth(3).waitFor();
  } },
  { name: 'offline', who: 'ordinary', at: '/problems', hydrated: true, act: async (page) => {
    await page.evaluate(() => dispatchEvent(new Event('offline')));
    await page.getByText('You are offline.').first().waitFor();
  } },
];

/** The same pages with everything that has ever broken a layout. */
const HOSTILE: View[] = [
  { name: 'hostile-dashboard', who: 'hostile', at: '/', closely: true },
  { name: 'hostile-insights', who: 'hostile', at: '/insights', closely: true, act: async (page) => {
    for (const table of await page.locator('.chart__table > summary').all()) await table.click();
  } },
  { name: 'hostile-problems', who: 'hostile', at: '/problems', closely: true },
  { name: 'hostile-problems-menu', who: 'hostile', at: '/problems?q=-is%3Auntried', act: unfold('details', 'Tags') },
  { name: 'hostile-problem', who: 'hostile', at: own(), closely: true },
  { name: 'hostile-problem-untried', who: 'hostile', at: (journal) => `/problems/${journal.untried}`, act: unfold('.confirm') },
  { name: 'hostile-problem-edit', who: 'hostile', at: own('/edit') },
  { name: 'hostile-compare', who: 'hostile', at: compare },
  { name: 'hostile-attempt-edit', who: 'hostile', at: attempt },
  { name: 'hostile-attempt-conflict', who: 'hostile', at: attempt, fails: true, act: conflict('#notes', 'Save the attempt') },
  { name: 'hostile-bulk', who: 'hostile', at: (journal) => `/problems/bulk?ids=${journal.problem},${journal.untried}` },
  { name: 'hostile-tags', who: 'hostile', at: '/tags' },
  { name: 'hostile-search-edit', who: 'hostile', at: (journal) => `/problems/views/${journal.view}` },
  { name: 'hostile-tokens', who: 'hostile', at: '/settings/tokens', act: unfold('.confirm') },
  { name: 'hostile-timed', who: 'hostile', at: own(), act: async (page) => {
    await press(page, 'Start the timer');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  } },
  { name: 'hostile-deleted', who: 'hostile', at: async (journal) => `/problems/${await journal.add('长'.repeat(300))}`, act: deleteIt },
];

export const VIEWS: View[] = [...STRANGERS, ...USUAL, ...RECORD, ...REVIEW, ...INBOX, ...PERSON, ...CALENDAR, ...SHARE, ...HOSTILE];

/** Makes the page be that of whoever looks, and brings it into the state. */
export async function reach(page: Page, view: View, all: Journals, hydrated: boolean): Promise<void> {
  const nobody = view.who === 'visitor';
  const journal = nobody ? all.ordinary : all[view.who];
  const url = process.env.GITGUD_E2E_ORIGIN!;
  await page.context().clearCookies();
  if (!nobody) await page.context().addCookies(journal.cookies().map((cookie) => ({ ...cookie, url })));
  const path = typeof view.at === 'string' ? view.at : await view.at(journal, all);
  await page.goto(path);
  if (hydrated && !view.bare) await wake(page);
  await view.act?.(page, journal, hydrated);
}
