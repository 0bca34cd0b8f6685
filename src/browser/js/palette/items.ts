// What the command palette offers without asking the server: the pages there are, and what can be done on the open one.

import { isEnabled, nameOf, usable, use } from '../actions';
import { wordsOf } from '../dom';
import { chooseTheme } from '../theme';
import { match, type Match, type Range } from './score';

/** The parts of the list; of equal ones the earlier comes first. */
export const GROUPS = ['Session', 'Actions', 'Pages', 'Saved searches', 'Problems', 'Search'] as const;
export type Group = (typeof GROUPS)[number];

/** Their order before anything is typed. */
const FIRST_GROUPS: readonly Group[] = ['Session', 'Problems', 'Saved searches', 'Pages', 'Actions'];

/** Something to go to or to do. */
export interface Item {
  /** Tells it from all others, also in the next list. */
  id: string;
  group: Group;
  title: string;
  /** What stands beside the title. */
  note?: string;
  /** The key that does the same. */
  key?: string;
  /** Other words it is found by. */
  also?: string;
  /** Where it leads. */
  href?: string;
  /** Whether the app's router does not know that address. */
  external?: boolean;
  /** What it does, when it leads nowhere. */
  run?: () => void;
}

/** An item with what of its title was matched. */
export interface Ranked extends Item {
  marks: Range[];
  /** Higher is better; 0 when nothing is typed. */
  score: number;
}

/** Taken when something is found by another word for it. */
const NOT_ITS_NAME = 15;
/** Taken when the letters stand together by coincidence. */
const COINCIDENCE = 50;

/** A place in a server's answer. */
export interface Place {
  title: string;
  href: string;
  note: string;
}

/** Most of each kind, once something is typed. */
const MOST = 6;

const PAGES: [title: string, href: string, also: string][] = [
  ['Journal', '/', 'home dashboard start'],
  ['Review', '/review', 'due today queue repeat spaced'],
  ['Only recall', '/review?mode=recall', 'review phone'],
  ['Problems', '/problems', 'list all'],
  ['Insights', '/insights', 'statistics streak heat map patterns progress charts'],
  ['Add a problem', '/problems/new', 'new create'],
  ['Add several problems', '/problems/add', 'new import many bulk'],
  ['Inbox', '/inbox', 'competitive companion extension waiting'],
  ['Tags', '/tags', 'rename merge'],
  ['Recent changes', '/undo', 'undo restore deleted history'],
  ['Shared links', '/settings/shares', 'share public link revoke end'],
  ['Access tokens', '/settings/tokens', 'api key secret script program'],
  ['Settings', '/settings', 'preferences account theme time zone'],
];

/** The pages; one that the open page leads to by a key says so. */
export function pages(): Item[] {
  const keys = new Map(usable('a[data-key]').map((link) => [link.getAttribute('href') ?? '', link.dataset.key]));
  return PAGES.map(([title, href, also]) => {
    const key = keys.get(href);
    return { id: `page ${href}`, group: 'Pages', title, href, also, ...(key && { key }) };
  });
}

/** What the open page offers: everything with a key, everything that says it is a command, and the way out. */
export function actions(): Item[] {
  const known = new Set(PAGES.map(([, href]) => href));
  const found: Item[] = [];
  const add = (element: HTMLElement, title: string, key?: string) => {
    if (!title || known.has(element.getAttribute('href') ?? '')) return;
    const run = () => use(element);
    found.push({ id: `action ${key ?? ''} ${title}`, group: 'Actions', title, run, ...(key && { key }) });
  };
  for (const element of usable('[data-key]')) add(element, nameOf(element), element.dataset.key);
  // These may stand in a menu that is closed.
  for (const element of document.querySelectorAll<HTMLElement>('[data-command]')) {
    if (isEnabled(element) && !element.closest('[hidden]')) add(element, element.dataset.command || wordsOf(element));
  }
  const list = () => { document.dispatchEvent(new Event('gitgud:keys')); };
  found.push({ id: 'action keys', group: 'Actions', title: 'Keys of this page', key: '?', also: 'shortcuts help keyboard', run: list });
  for (const theme of ['light', 'dark', 'system']) {
    found.push({ id: `action ${theme}`, group: 'Actions', title: `Theme: ${theme}`, also: 'colours', run: () => chooseTheme(theme) });
  }
  const out = document.querySelector<HTMLFormElement>('form[action="/auth/sign-out"]');
  if (out) found.push({ id: 'action out', group: 'Actions', title: 'Sign out', also: 'log out leave', run: () => out.requestSubmit() });
  return found;
}

/** Places of an answer as items. */
export function places(group: Group, found: Place[]): Item[] {
  return found.map(({ title, href, note }) => ({ id: `${group} ${href}`, group, title, note, href }));
}

/** Whether what was typed reads like a web address. The server's rules say better, a moment later. */
export function looksLikeLink(typed: string): boolean {
  return /(^|\s)(https?:\/\/\S+|[a-z0-9-]+(\.[a-z0-9-]+)+\/\S*)/i.test(typed);
}

/** What can always be done with what was typed. */
export function lastly(typed: string, link: Place | null): Item[] {
  const items: Item[] = [];
  if (link || looksLikeLink(typed)) {
    const href = link?.href ?? `/problems/new?link=${encodeURIComponent(typed)}`;
    const title = link?.title ? `Add this problem: ${link.title}` : 'Add this problem';
    items.push({ id: 'add', group: 'Search', title, href, ...(link && { note: link.note }) });
  }
  const shown = typed.length > 60 ? `${typed.slice(0, 60)}…` : typed;
  items.push({ id: 'search', group: 'Search', title: `Search problems for “${shown}”`, href: `/problems?q=${encodeURIComponent(typed)}` });
  return items;
}

/** Those that match and not by coincidence: the best first, and not more than are read. */
export function ranked(typed: string, items: Item[]): Ranked[] {
  if (!typed) return items.map((item) => ({ ...item, marks: [], score: 0 }));
  const found: Ranked[] = [];
  for (const item of items) {
    const own = match(typed, item.title);
    const other = item.also === undefined ? null : match(typed, item.also);
    const best = own && !own.loose ? own : other;
    if (!best || best.loose) continue;
    found.push({ ...item, marks: best === own ? own.marks : [], score: best.score - (best === own ? 0 : NOT_ITS_NAME) });
  }
  return found.sort((a, b) => b.score - a.score).slice(0, MOST);
}

/** Found problems: the best match first. The server knows some that are not seen here, by its own rules; they come last. */
export function rankedProblems(typed: string, items: Item[], asked: string): Ranked[] {
  if (!typed) return items.map((item) => ({ ...item, marks: [], score: 0 }));
  return items
    .map((item) => ({ item, match: match(typed, item.title) }))
    // Of the answer to what was typed before, what does not fit any more is left out.
    .filter(({ match }) => match !== null || asked === typed)
    .map(({ item, match }) => ({ ...item, marks: match?.marks ?? [], score: weight(match) }))
    .sort((a, b) => b.score - a.score);
}

function weight(match: Match | null): number {
  return match === null ? -1_000 : match.score - (match.loose ? COINCIDENCE : 0);
}

/** The groups in the order in which they are shown: by their best match, with what is always offered at the end. */
export function inOrder(typed: string, found: Map<Group, Ranked[]>): Group[] {
  const known: readonly Group[] = typed ? GROUPS : FIRST_GROUPS;
  const groups = known.filter((group) => found.get(group)?.length);
  const place = (group: Group) => group === 'Session' ? Infinity : group === 'Search' ? -Infinity : found.get(group)?.[0]?.score ?? 0;
  // Equal ones stay as they are.
  return groups.sort((a, b) => place(a) === place(b) ? 0 : place(a) < place(b) ? 1 : -1);
}
