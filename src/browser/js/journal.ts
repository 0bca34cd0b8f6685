// The journal on this device, for the page: keeps the copy up to date, delivers what was changed without a network, and
// answers what the wasm asks. Loaded by device.ts.

import { hasTyped } from './dom';
import { remember, recall } from './memory';
import type { Outbox } from './offline';
import { toast } from './toast';
import { answerFrom } from './journal/answers';
import { askFor } from './journal/ask';
import { onOutbox, tellOutbox } from './journal/channel';
import { counted } from './journal/counted';
import { DevicePanel, type Journal } from './journal/device';
import { keepOnly, mayLeave, forgetEverything as forgetAll } from './journal/leave';
import { deliver } from './journal/outbox';
import { PAGES, SHELL, dropPages, keepShell } from './journal/shells';
import { Store } from './journal/store';
import { sync, type Ask } from './journal/sync';
import { watchUpdates } from './journal/update';

/** What the script of every page lends: things that there is one of in a page. */
export interface Lent {
  /** Empty when nobody's journal may be kept. */
  reader: string;
  send: typeof fetch;
  told: (news: Partial<Outbox>) => void;
  onSaved: (listener: () => void) => void;
  saved: (id: string) => void;
}

/** The copy is looked after when a page comes into sight, but no more often than this, in milliseconds. */
const REST = 60_000;
/** A delivery that failed is tried again after so long, then later and later, in milliseconds; not by all at once. */
const SOON = 5_000;
const LATEST = 300_000;
/** From what was saved to looking whether it is here, in milliseconds: more may come. */
const BREATH = 1_000;

let lent: Lent;
let store: Store;
let ask: Ask;
let begun = false;
let over = false;
let synced = 0;
let failures = 0;
let delivering: Promise<void> | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let soon: ReturnType<typeof setTimeout> | undefined;
const panels = new Set<DevicePanel>();

/** Takes what it is lent, before anything else. */
export function meet(page: Lent): void {
  lent = page;
  store = new Store(page.reader);
  ask = askFor(page.reader, page.send);
}

/** Answers the wasm; a change that it has kept is delivered soon. */
export function answer(name: string, argument: string): Promise<string> {
  return answerFrom(store, name, argument, async () => {
    void navigator.serviceWorker?.ready.then((registration) =>
      (registration as { sync?: { register(tag: string): Promise<void> } }).sync?.register('outbox')).catch(() => undefined);
    clearTimeout(retry);
    retry = setTimeout(deliverNow, BREATH);
    // What was typed is no draft any more; a form made anew must not be that form again.
    // An edit without a revision is of less than the whole form, whose draft stays.
    const { becomes, fields } = JSON.parse(argument) as Record<'becomes' | 'fields', { id?: string; revision?: string } | undefined>;
    const id = becomes ? becomes.revision && becomes.id : fields?.id;
    if (id) lent.saved(id);
    // Whatever is asked next is answered with it (reach.ts), here and in other tabs.
    await count().catch(() => undefined);
    tellOutbox({ reader: lent.reader, saved: 0 });
  });
}

/** Begins to look after the journal, for as long as the page is open. */
export function begin(registration: ServiceWorkerRegistration): void {
  if (begun) return;
  begun = true;
  watchUpdates(registration);
  lent.onSaved(() => {
    clearTimeout(soon);
    soon = setTimeout(syncNow, BREATH);
  });
  onOutbox(({ reader, saved }) => {
    if (reader !== lent.reader) return;
    void count().catch(() => undefined);
    if (saved > 0 && document.visibilityState === 'visible') tellSaved(saved);
    if (saved > 0) void syncNow();
  });
  for (const sign of ['online', 'gitgud:reached']) addEventListener(sign, () => look().then(showNews));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - synced > REST) void look();
  });
  void keepOnly(lent.reader).catch(() => undefined).then(look);
}

function look(): Promise<void> {
  return deliverNow().then(syncNow);
}

/** Has the page ask once more for what it shows, unless something is being typed there. */
function showNews(): void {
  if (!hasTyped()) dispatchEvent(new Event('gitgud:delivered'));
}

/** Brings the copy up to date, if there is to be one, and the shell that shows it. */
async function syncNow(): Promise<void> {
  if (!isWanted() || !navigator.onLine) return;
  synced = Date.now();
  if (!await sync(store, ask, isWanted).catch(() => false)) return;
  if (recall('copy') !== 'on') {
    remember('copy', 'on');
    // What is kept for weeks must not be swept away with what is not; asked once.
    void navigator.storage?.persist?.();
  }
  lent.told({ hasCopy: true });
  await renewShell().catch(() => undefined);
  for (const panel of panels) panel.refresh();
}

function isWanted(): boolean {
  return !over && recall('copy') !== 'off';
}

/** Fetches the shell anew when the one that is kept is of another version than this page, or of another look. */
async function renewShell(): Promise<void> {
  // The files that it needs are here by then.
  await navigator.serviceWorker.ready;
  const kept = await (await caches.match(SHELL, { cacheName: PAGES + lent.reader, ignoreVary: true }))?.text() ?? '';
  const files = [...document.querySelectorAll('head > link[href^="/pkg/"], head > script[src^="/js/"]')];
  const { theme } = document.documentElement.dataset;
  const isSame = files.every((file) => kept.includes(`"${file.getAttribute('href') ?? file.getAttribute('src')}"`));
  const looksSame = theme ? kept.includes(`data-theme="${theme}"`) : !kept.includes('data-theme=');
  if (kept && isSame && looksSame) return;
  const answer = await lent.send(SHELL, { headers: { accept: 'text/html' } });
  if (isWanted()) await keepShell(lent.reader, answer);
}

/** Delivers what waits; what cannot be delivered now is tried again later. */
function deliverNow(): Promise<void> {
  delivering ??= deliverOnce().catch(() => undefined).finally(() => { delivering = undefined; });
  return delivering;
}

async function deliverOnce(): Promise<void> {
  clearTimeout(retry);
  const { waiting } = await count();
  if (over || waiting === 0 || !navigator.onLine) return;
  try {
    const { saved, parked, left, restFor } = await deliver(store, ask, (left) => lent.told({ waiting: left, sending: true }));
    failures = left > 0 ? failures + 1 : 0;
    if (left > 0) retry = setTimeout(deliverNow, Math.max(restFor, Math.min(SOON * 2 ** failures, LATEST) * (0.5 + Math.random())));
    if (saved + parked > 0) tellOutbox({ reader: lent.reader, saved: 0 });
    if (saved > 0) tellSaved(saved);
    if (saved + parked > 0) void syncNow();
  } finally {
    lent.told({ sending: false });
    await count();
  }
}

/** Says so, and has the page show it, unless something is being typed there. */
function tellSaved(saved: number): void {
  toast(`${counted(saved, 'change')} saved.`);
  const root = document.documentElement;
  if (root.hasAttribute('data-hydrated')) showNews();
  else if (root.hasAttribute('data-touched')) addEventListener('gitgud:awake', () => setTimeout(showNews), { once: true });
  // A page that nobody has touched yet is opened once more: it still says what the server knew before.
  else if (!hasTyped()) location.reload();
}

async function count(): Promise<{ waiting: number; parked: number }> {
  const counts = await store.counts();
  remember('waiting', counts.waiting ? String(counts.waiting) : null);
  lent.told(counts);
  for (const panel of panels) panel.refresh();
  return counts;
}

/** Signs out by this form, once nothing is lost by it. */
export async function leave(form: HTMLFormElement): Promise<void> {
  if (!await mayLeave(store, deliverNow)) return;
  await forgetEverything();
  form.submit();
}

/** Removes everything that is kept here, whoever's it is. */
export async function forgetEverything(): Promise<void> {
  over = true;
  clearTimeout(retry);
  clearTimeout(soon);
  store.close();
  await forgetAll();
}

export { keepOnly };

/** Shows in an element what is on this device. */
export function showDevice(element: HTMLElement): void {
  const journal: Journal = {
    store,
    deliver: () => count().then(deliverNow),
    async remove() {
      remember('copy', 'off');
      await store.dropCopy(false);
      for (const { seq } of await store.outbox()) await store.remove(seq);
      await dropPages();
      lent.told({ hasCopy: false });
      await count();
    },
    async make() {
      remember('copy', null);
      await syncNow();
      await count();
    },
  };
  panels.add(new DevicePanel(element, journal));
  void count().catch(() => undefined);
}
