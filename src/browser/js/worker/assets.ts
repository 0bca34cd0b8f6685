// The app's files: all of a version are here before it is used, and a version is used from its first page to its last.

import { ASSETS, SHELL, keepShell, readerHere, readerOf } from '../journal/shells';
import { isForGood, isThatFile } from './addresses';
import { worker } from './scope';

/** In front of this script (src/server/assets.rs): addresses, and digests of what is there. */
declare const PRECACHE: [address: string, digest: string][];
declare const VERSION: string;

const HERE = ASSETS + VERSION;
const OFFLINE = '/offline';
/** The shell of this version, until it is used. */
const STAGED = '/shell?staged';
/** Where a cache keeps what it was made of. */
const LIST = '/precache.json';
/** Files that are fetched at once: the page that is being read comes first. */
const AT_ONCE = 4;

const anyhow = { ignoreVary: true };

async function versions(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(ASSETS));
}

/** Puts all files of this version into its cache, and the documents that go with them. */
export async function install(): Promise<void> {
  const cache = await caches.open(HERE);
  const before = await known();
  const left = [...PRECACHE];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [address, digest] = next;
      const file = await before.get(`${digest} ${address}`)?.match(address, anyhow) ?? await fetched(address);
      await cache.put(address, file);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const offline = await fetch(OFFLINE);
  if (!offline.ok) throw new Error(`${OFFLINE} answered ${offline.status}`);
  await cache.put(OFFLINE, offline);
  // Of whoever is signed in now; it is theirs when this version is used, if they still are.
  const shell = await fetch(SHELL).catch(() => null);
  if (shell?.ok && !shell.redirected && readerOf(await shell.clone().text())) await cache.put(STAGED, shell);
  await cache.put(LIST, new Response(JSON.stringify(PRECACHE)));
}

/** What other versions have, by digest and address. */
async function known(): Promise<Map<string, Cache>> {
  const found = new Map<string, Cache>();
  for (const name of await versions()) {
    const cache = await caches.open(name);
    const list = await (await cache.match(LIST))?.json() as typeof PRECACHE | undefined;
    for (const [address, digest] of list ?? []) found.set(`${digest} ${address}`, cache);
  }
  return found;
}

async function fetched(address: string): Promise<Response> {
  const url = new URL(address, location.href);
  const file = await fetch(address, { cache: isForGood(url) ? 'default' : 'no-cache' });
  if (!isThatFile(url.pathname, file)) throw new Error(`${address} answered ${file.status}`);
  return file;
}

/**
 * Forgets what other versions had. When this one takes over under open pages, the version before stays for them: it goes
 * with the next one.
 */
export async function activate(): Promise<void> {
  const others = (await versions()).filter((name) => name !== HERE);
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // With the old one's files its shell would be a blank page.
  const staged = await (await caches.open(HERE)).match(STAGED, anyhow);
  const shell = staged ?? await fetch(SHELL).catch(() => undefined);
  const reader = shell ? readerOf(await shell.clone().text()) : '';
  const here = await readerHere();
  const isRenewed = !here || here === reader && await keepShell(reader, shell);
  // A shell that stays needs the files that it came with.
  const needed = pages.length > 0 || !isRenewed ? others.at(-1) : undefined;
  await Promise.all(others.filter((name) => name !== needed).map((name) => caches.delete(name)));
  // A page asked for by a worker would not look like one to the server, which then could not renew a session on the way:
  // the browser asks for it by itself, as it would without a worker.
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

/** Answers with a file: from here if it is, and then it is right; else from the network. */
export async function file(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const here = await caches.open(HERE);
  const kept = await here.match(request, anyhow) ?? await ofOthers(request);
  if (kept) return kept;
  try {
    const answer = await fetch(request);
    // What was not worth to be fetched before it was used, and what a newer version already needs.
    if (isForGood(url) && answer.type === 'basic' && isThatFile(url.pathname, answer)) await here.put(request, answer.clone()).catch(() => undefined);
    return answer;
  } catch (error) {
    const similar = await here.match(request, { ...anyhow, ignoreSearch: true });
    if (similar) return similar;
    // A page kept from an older version looks like this one's; its code would not fit.
    const style = url.pathname.endsWith('.css') && PRECACHE.find(([address]) => address.endsWith('.css'));
    if (style) return await here.match(style[0], anyhow) ?? Response.error();
    // All that is in a pack is here by itself; its loader goes on with that when it is told that there is no pack.
    if (url.pathname.startsWith('/pkg/pack_')) return new Response(null, { status: 404 });
    throw error;
  }
}

/** A page of another version asks for that version's files. */
async function ofOthers(request: Request): Promise<Response | undefined> {
  if (!isForGood(new URL(request.url))) return undefined;
  for (const name of await versions()) {
    const found = await (await caches.open(name)).match(request, anyhow);
    if (found) return found;
  }
  return undefined;
}

/** The document that says that there is no network, and no page. */
export async function offlinePage(): Promise<Response | undefined> {
  return (await caches.open(HERE)).match(OFFLINE, anyhow);
}
