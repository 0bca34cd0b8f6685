// One line that says how it stands with the network and with what was changed without it. Where this device has no copy
// of the journal, it says what a page without a network is good for.

import { counted } from './journal/counted';
import { make } from './make';
import { recall } from './memory';
import { stand } from './standing';
import { toast } from './toast';

const NO_COPY = 'You are offline. This page stays, and what you type is kept: save it once you are back.';
/** After a request that failed it is tried again to reach the server: first so soon, then later and later; milliseconds. */
const SOON = 5_000;
const LATEST = 60_000;

/** What is asked to find out whether the server can answer again: it looks at its database, too. */
export const PROBE = '/readyz';

/** What the journal on this device tells (journal.ts). */
export interface Outbox {
  hasCopy: boolean;
  waiting: number;
  parked: number;
  sending: boolean;
}

const outbox: Outbox = { hasCopy: recall('copy') === 'on', waiting: Number(recall('waiting') ?? 0), parked: 0, sending: false };
let failed = false;
let rest = SOON;
let probe: ReturnType<typeof setTimeout> | undefined;
let shown = '';

/** Looks now, and whenever something changes. */
export function startOffline(): void {
  if (document.querySelector('[data-opens-again]')) {
    openAgain();
    return;
  }
  addEventListener('offline', () => show(true));
  addEventListener('online', () => {
    reached(true);
    show();
  });
  show(!navigator.onLine);
}

/** On the page that stands for one that could not be had (src/server/worker.rs). It may ask for nothing but itself. */
function openAgain(): void {
  addEventListener('online', () => location.reload());
  setInterval(() => {
    if (document.visibilityState === 'visible' && navigator.onLine) location.reload();
  }, LATEST);
}

/** Whether this device has a copy of the journal. */
export function hasCopy(): boolean {
  return outbox.hasCopy;
}

/** Whether something was changed here that the server does not know yet. */
export function isAhead(): boolean {
  return outbox.waiting > 0;
}

/** Takes over what has changed about the outbox. */
export function toldOfOutbox(news: Partial<Outbox>): void {
  Object.assign(outbox, news);
  show();
}

/** A request has been answered, or could not be sent. A probe that is answered does not say yet that others are. */
export function reached(isReached: boolean, isProbe = false): void {
  clearTimeout(probe);
  if (isReached) {
    if (!isProbe) rest = SOON;
    if (failed) dispatchEvent(new Event('gitgud:reached'));
    // A page that could not be had (src/ui/failure.rs) is asked for once more; where there is a copy, journal.ts does.
    if (failed && !outbox.hasCopy && document.querySelector('[data-opens-again]')) dispatchEvent(new Event('gitgud:delivered'));
  } else {
    probe = setTimeout(look, rest);
    rest = Math.min(2 * rest, LATEST);
  }
  failed = !isReached;
  show();
}

/** Tries to reach the server, if somebody would see it. */
function look(): void {
  if (document.visibilityState === 'visible') void fetch(PROBE).catch(() => undefined);
  else probe = setTimeout(look, LATEST);
}

/** `isOffline`: as the browser says. Where there is no copy, whoever asked for something says that it failed. */
function show(isOffline = !navigator.onLine || failed && outbox.hasCopy): void {
  const sentence = sentenceOf(isOffline, outbox);
  if (sentence === shown) return;
  const wasOffline = shown === NO_COPY || shown.startsWith('Offline');
  shown = sentence;
  const link = make('a', 'See which');
  link.href = '/settings/device';
  stand('offline', 'Network', sentence, ...!isOffline && sentence && outbox.parked && !outbox.waiting ? [link] : []);
  if (wasOffline && !isOffline && !outbox.waiting) toast('You are back online.');
}

function sentenceOf(isOffline: boolean, { hasCopy, waiting, parked, sending }: Outbox): string {
  const changes = counted(waiting, 'change');
  if (isOffline) return waiting ? `Offline · ${changes} waiting` : hasCopy ? 'Offline' : NO_COPY;
  if (waiting) return sending ? `Sending ${changes}…` : `${changes} waiting`;
  return parked ? `${counted(parked, 'change')} could not be saved.` : '';
}
