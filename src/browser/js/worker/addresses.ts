// Which addresses the service worker looks after, and how.

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Pages that the app makes out of the copy of the journal. */
const MADE_HERE = new RegExp(`^/(?:problems(?:/new|/${ID}(?:/edit|/attempts/new)?)?|attempts/${ID}/edit|review)?$`);
/** What is no page of the app, or may not be kept: each with everything below it. */
const NOT_OURS = /^\/(?:auth|s|api|sync|developers|livez|readyz|webhooks?|calendar|pictures|robots\.txt|sw\.js|shell|offline)(?:[/.]|$)/;
/** The app's files. */
const FILES = /^\/(?:(?:pkg|fonts|js)\/.+|[^/]+\.(?:png|svg|webmanifest))$/;

/** Whether the app can make this page without the network. */
export function isMadeHere(path: string): boolean {
  return MADE_HERE.test(path);
}

/** Whether this is an address of a page of the app. */
export function isPage(path: string): boolean {
  return !NOT_OURS.test(path) && !FILES.test(path);
}

/** Whether this is one of the app's files. */
export function isFile(path: string): boolean {
  return FILES.test(path) && path !== '/js/sw.js';
}

/** Whether a file stays what it is under its address, which names its content. Others are few and small. */
export function isForGood({ pathname, search }: URL): boolean {
  return /^\?v=\w+$/.test(search) || /^\/(?:pkg|fonts)\/[^/]+\.[\w-]{8,}\.\w+$/.test(pathname) || pathname.startsWith('/js/chunks/');
}

const KINDS: Record<string, RegExp> = {
  js: /javascript/, wasm: /^application\/wasm/, css: /^text\/css/, woff2: /font/, png: /^image\//, svg: /^image\//, webmanifest: /json/,
};

/** Whether an answer is the file it was asked for, and not a page that says why there is none. */
export function isThatFile(path: string, answer: Response): boolean {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  return answer.ok && (KINDS[ending]?.test(answer.headers.get('content-type') ?? '') ?? false);
}
