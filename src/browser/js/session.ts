// Keeps the session fresh, so that nobody notices that its tokens live for a minute; and keeps a page from acting for
// somebody else when another person signs in. Everything our pages ask goes through `fetch`, from scripts and from wasm.

import { hasTyped } from './dom';
import { make } from './make';
import { recall, remember } from './memory';
import { reach } from './reach';
import { isStale, millisecondsLeft } from './session/reasons';

declare global {
  interface Window {
    /** Clerk's own script, if the page has it. */
    Clerk?: {
      load(options: object): Promise<void>;
      session?: { getToken(options: object): Promise<string | null> } | null;
    };
  }
}

const REASON = 'x-clerk-auth-reason';
const READER = 'x-gitgud-reader';
/** A page is not loaded again for its session within this time, in milliseconds: a document does not heal it, either. */
const REST = 60_000;
/** After a session could not be renewed, nothing is tried beforehand for this time, in milliseconds. */
const PAUSE = 30_000;

/** What came of a renewal: a fresh session, none, or the answer that nobody can tell just now. */
type Renewal = boolean | Response;

const send = window.fetch.bind(window);
/** Asks without all this: whose page it is stays unsaid, and nothing is renewed. */
export const plainFetch = send;
/** Whose page this is; empty for a visitor's. */
export const reader = metaOf('reader');
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('gitgud-reader') : undefined;

/** When the token runs out, by this page's own clock. */
let until = performance.now() + millisecondsLeft(metaOf('reader-left'));
let renewing: Promise<Renewal> | undefined;
/** The body of the last request that was refused although it was tried to renew the session. */
let refused = '';

/** Looks after the session of whoever reads the page. */
export function startSession(): void {
  // Other tabs ask for themselves whether that is news.
  channel?.postMessage(reader);
  if (!reader) return;
  window.fetch = ask;
  channel?.addEventListener('message', (event: MessageEvent<string>) => {
    if (event.data !== reader) void look();
  });
  // A page out of the history may be of somebody who has gone.
  addEventListener('pageshow', (event) => {
    if (event.persisted) void look();
  });
  for (const sign of ['visibilitychange', 'pointerdown', 'keydown']) {
    document.addEventListener(sign, renewBeforehand, { capture: true, passive: true });
  }
  addEventListener('gitgud:stale', reloadOnce);
  document.addEventListener('gitgud:post', postPlainly);
  addEventListener('load', loadClerk);
}

function metaOf(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
}

/** `fetch` for our own addresses: says whose page asks, and asks once more when the session was stale. */
async function ask(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const address = new URL(input instanceof Request ? input.url : input, location.href);
  if (address.origin !== location.origin) return send(input, init);
  const again = input instanceof Request ? input.clone() : input;
  const answer = await reach(send, address.pathname, ...named(input, init));
  const reason = answer.status === 401 ? answer.headers.get(REASON) : null;
  if (reason === 'reader-changed') location.reload();
  if (!isStale(reason)) return answer;
  const renewal = await renew();
  if (renewal instanceof Response) return renewal.clone();
  if (renewal) return send(...named(again, init));
  refused = again instanceof Request ? await again.text() : '';
  // What was typed goes on with its form (`postPlainly`); without, nothing is lost.
  if (!hasTyped()) reloadOnce();
  return answer;
}

/**
 * Sends the refused form as the browser would, with the button that sent it: its session is renewed on the way of the
 * document that answers.
 */
function postPlainly({ target }: Event): void {
  if (!(target instanceof HTMLFormElement)) return;
  const form = make('form', '');
  form.method = 'post';
  form.action = target.action;
  form.hidden = true;
  for (const [name, value] of new URLSearchParams(refused)) {
    const field = make('textarea', '');
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

function named(input: RequestInfo | URL, init?: RequestInit): [RequestInfo | URL, RequestInit | undefined] {
  if (input instanceof Request) {
    input.headers.set(READER, reader);
    return [input, init];
  }
  const headers = new Headers(init?.headers);
  headers.set(READER, reader);
  return [input, { ...init, headers }];
}

/** Has the session renewed; all that ask meanwhile, in every tab, share it. */
function renew(): Promise<Renewal> {
  renewing ??= takeTurn()
    .catch(() => {
      until = performance.now() + PAUSE;
      return false;
    })
    .finally(() => { renewing = undefined; });
  return renewing;
}

async function takeTurn(): Promise<Renewal> {
  await window.Clerk?.session?.getToken({ skipCache: true }).catch(() => null);
  return 'locks' in navigator ? navigator.locks.request('gitgud-session', askSession) : askSession();
}

async function askSession(): Promise<Renewal> {
  const answer = await send('/auth/session', { headers: { accept: 'application/json' } });
  if (answer.status >= 500) {
    until = performance.now() + PAUSE;
    return answer;
  }
  const session = answer.ok ? await answer.json() as { userId: string; secondsLeft: number } : null;
  until = performance.now() + (session ? millisecondsLeft(session.secondsLeft) : PAUSE);
  // Somebody else's page: what was asked here is not for them.
  if (session && session.userId !== reader) location.reload();
  return session?.userId === reader;
}

/** A token that has run out is renewed at the first sign of use, so that what is asked next need not wait for it. */
function renewBeforehand(): void {
  if (document.visibilityState === 'visible' && performance.now() > until && navigator.onLine) void renew();
}

/** Another tab has another reader, or none: whether this page is still its reader's. */
async function look(): Promise<void> {
  const answer = await send('/auth/session', { headers: { accept: 'application/json' } }).catch(() => null);
  // Not reached, or cannot be told just now: no news.
  if (!answer || answer.status >= 500) return;
  const session = answer.ok ? await answer.json() as { userId: string } : null;
  if (session?.userId !== reader && !isStale(answer.headers.get(REASON))) location.reload();
}

/** The session can be renewed while a page is being opened only, so this one is opened once more. */
function reloadOnce(): void {
  const now = Date.now();
  if (now - Number(recall('reopened') ?? 0) < REST) return;
  remember('reopened', String(now));
  if (recall('reopened') !== null) location.reload();
}

/** Clerk's own script does nothing until it is told to. */
function loadClerk(): void {
  void window.Clerk?.load({ standardBrowser: true }).catch(() => undefined);
}
