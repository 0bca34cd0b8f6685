// The documents that this device keeps of one reader, in a cache of that reader's own: pages as they were, and the empty
// one that any page can be made in. Pages and the service worker share it.

/** What names the caches; the reader's id follows. */
export const PAGES = 'pages-';
/** What names the caches of the app's files; the version follows. */
export const ASSETS = 'assets-';
export const SHELL = '/shell';

/** The id in a document of who reads it; empty for nobody, and for somebody who acts for another. */
export function readerOf(html: string): string {
  const head = html.slice(0, html.indexOf('<body'));
  if (head.includes('name="reader-impersonator"')) return '';
  return /<meta name="reader" content="([^"]+)"/.exec(head)?.[1] ?? '';
}

/** The reader whose pages this device keeps, if there is one. */
export async function readerHere(): Promise<string> {
  const name = (await caches.keys()).find((name) => name.startsWith(PAGES));
  return name?.slice(PAGES.length) ?? '';
}

/** Whether every file that a document loads is here: one of a newer version would be a page without its code. */
export async function isWhole(html: string): Promise<boolean> {
  const files = new Set([...html.matchAll(/["'(](\/(?:pkg|js)\/[^"')\s]+\.(?:js|css|wasm)(?:\?v=\w+)?)["')]/g)].map(([, address]) => address!));
  const found = await Promise.all([...files].map((address) => caches.match(address, { ignoreVary: true })));
  return found.every((file) => file !== undefined);
}

/** Keeps the shell of this reader, if it is theirs and could be shown. Answers whether one is kept. */
export async function keepShell(reader: string, answer: Response | undefined): Promise<boolean> {
  if (!answer?.ok || answer.redirected) return false;
  const html = await answer.clone().text();
  if (readerOf(html) !== reader || !await isWhole(html)) return false;
  await (await caches.open(PAGES + reader)).put(SHELL, answer);
  return true;
}

/** Forgets the pages of everybody but this reader. */
export async function dropPages(except = ''): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + except);
  await Promise.all(names.map((name) => caches.delete(name)));
}
