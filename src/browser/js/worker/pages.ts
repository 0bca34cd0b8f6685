// Documents: from the network as long as that answers in time; else out of the copy of the journal, or as they were.

import { PAGES, SHELL, dropPages, isWhole, readerHere, readerOf } from '../journal/shells';
import { Store } from '../journal/store';
import { isMadeHere } from './addresses';
import { offlinePage } from './assets';
import type { FetchEvent } from './scope';

/** How long the network is waited for when the page can be had without it, in milliseconds. */
const PATIENCE = 3_000;
/** How many pages are kept as they were. */
const MOST = 60;
/** Answers of something between us and the server, or of a server that cannot do anything just now. */
const AWAY = [502, 503, 504];

const anyhow = { ignoreVary: true };

/** What the server answers to a navigation, as the browser has asked it. */
export async function fromNetwork({ request, preloadResponse }: FetchEvent): Promise<Response> {
  return await preloadResponse ?? fetch(request);
}

/** Answers a navigation to a page of the app. */
export async function page(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const network = fromNetwork(event);
  // Also when it comes too late to be waited for.
  event.waitUntil(network.then((answer) => keep(request, answer.clone())).catch(() => undefined));
  const late = new Promise<null>((resolve) => { setTimeout(resolve, PATIENCE, null); });
  const intime = await Promise.race([network.catch(() => null), late]);
  // A redirect is the session's business as much as the page's: it goes on as it came.
  if (intime && !AWAY.includes(intime.status)) return intime;
  const local = await localPage(new URL(request.url));
  if (local) return local;
  try {
    return await network;
  } catch (error) {
    const nothing = await offlinePage();
    if (nothing) return nothing;
    throw error;
  }
}

/** The page without the network, if that is possible. */
async function localPage(url: URL): Promise<Response | undefined> {
  const reader = await readerHere();
  if (!reader) return undefined;
  const cache = await caches.open(PAGES + reader);
  const kept = await cache.match(SHELL, anyhow);
  const shell = kept && await isWhole(await kept.clone().text()) ? kept : undefined;
  if (shell && isMadeHere(url.pathname) && await hasCopy(reader)) return shell;
  return await cache.match(url.pathname + url.search, anyhow) ?? shell;
}

async function hasCopy(reader: string): Promise<boolean> {
  const store = new Store(reader);
  try {
    return await store.isComplete();
  } catch {
    return false;
  } finally {
    store.close();
  }
}

/** Keeps a page of the reader whose pages are kept here, and of nobody else. */
async function keep(request: Request, answer: Response): Promise<void> {
  if (answer.status !== 200 || answer.redirected || !answer.headers.get('content-type')?.startsWith('text/html')) return;
  const reader = await readerHere();
  const theirs = readerOf(await answer.clone().text());
  // Somebody else has signed in: what is kept is not theirs to be shown.
  if (theirs && theirs !== reader) await dropPages(theirs);
  if (!reader || theirs !== reader || !await caches.has(PAGES + reader)) return;
  const cache = await caches.open(PAGES + reader);
  const { pathname, search } = new URL(request.url);
  // Those kept last are at the end.
  await cache.delete(pathname + search, anyhow);
  await cache.put(pathname + search, answer);
  const pages = (await cache.keys()).filter(({ url }) => new URL(url).pathname !== SHELL);
  await Promise.all(pages.slice(0, -MOST).map((old) => cache.delete(old, anyhow)));
}
