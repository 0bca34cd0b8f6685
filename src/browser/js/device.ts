// The journal on this device: its code (journal.ts) is loaded once the page is there and nobody waits for anything, or when
// the wasm asks for something; not for a visitor, nor for somebody who acts for another.

import { JOURNAL } from './later';
import { recall } from './memory';
import { toldOfOutbox } from './offline';
import { onSaved, tellSaved } from './saved';
import { plainFetch, reader } from './session';
import { isStale } from './session/reasons';

type Journal = typeof import('./journal');

declare global {
  interface Window {
    /** What the journal on this device knows, by name (journal/answers.ts). */
    gitgudJournal: (name: string, argument: string) => Promise<string>;
  }
}

const isOwn = reader !== '' && !document.querySelector('meta[name="reader-impersonator"]');
let journal: Promise<Journal> | undefined;
let failures = 0;

function load(): Promise<Journal> {
  // A module that could not be fetched may be remembered as missing under its address.
  journal ??= (import(JOURNAL + (failures ? `#${failures}` : '')) as Promise<Journal>).then((module) => {
    module.meet({ reader: isOwn ? reader : '', send: plainFetch, told: toldOfOutbox, onSaved, saved: tellSaved });
    return module;
  }).catch((error) => {
    journal = undefined;
    failures += 1;
    throw error;
  });
  return journal;
}

/** Hands questions on, and begins when there is time. */
export function startDevice(): void {
  window.gitgudJournal = async (name, argument) => isOwn || name === 'moment' ? (await load()).answer(name, argument) : '';
  customElements.define('device-journal', class extends HTMLElement {
    connectedCallback(): void {
      if (isOwn) void load().then((module) => module.showDevice(this)).catch(() => undefined);
    }
  });
  // Everything was deleted; not every browser forgets when it is told to.
  if (location.pathname === '/deleted') void load().then((module) => module.forgetEverything()).catch(() => undefined);
  if (reader === '' && recall('copy') === 'on') void leaveNothing();
  if (!isOwn) return;
  document.addEventListener('submit', leaving, { capture: true });
  if (document.readyState === 'complete') whenIdle();
  else addEventListener('load', whenIdle);
}

/** A session can end elsewhere, too: what was kept for its reader is not for whoever comes next. */
async function leaveNothing(): Promise<void> {
  const answer = await plainFetch('/auth/session', { headers: { accept: 'application/json' } }).catch(() => undefined);
  // One whose token has only run out goes on.
  if (answer?.status === 401 && !isStale(answer.headers.get('x-clerk-auth-reason'))) await load().then((module) => module.keepOnly(''));
}

function whenIdle(): void {
  if ('requestIdleCallback' in window) requestIdleCallback(() => void begin(), { timeout: 5_000 });
  else setTimeout(begin, 2_000);
}

/** Without a service worker nothing opens without a network, and so nothing is kept for it. */
async function begin(): Promise<void> {
  const registration = await navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
  // Code that could not be fetched is there on the next page.
  if (registration) await load().then((module) => module.begin(registration)).catch(() => undefined);
}

/** Signing out removes what is here: not without a word while some of it is nowhere else. */
function leaving(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.getAttribute('action') !== '/auth/sign-out' || recall('copy') === null) return;
  event.preventDefault();
  void load().then((module) => module.leave(form)).catch(() => form.submit());
}
