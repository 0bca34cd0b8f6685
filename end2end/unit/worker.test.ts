// What the service worker answers a page with, what it keeps of the answers, and what it delivers when no page is open.
import { caches, listeners } from './caches';
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import '../../src/browser/js/sw';
import { Store, type Change } from '../../src/browser/js/journal/store';

const ORIGIN = 'https://gitgud.example';
const PATIENCE = 3_000;

/** A page of the app as the server writes it. */
const html = (reader: string, words: string) =>
  new Response(`<!DOCTYPE html><html><head><meta name="reader" content="${reader}"></head><body>${words}</body></html>`, { headers: { 'content-type': 'text/html; charset=utf-8' } });

/** Opens an address; what comes of it, and the work that goes on behind it. */
function open(path: string, network: Promise<Response>): { answer: Promise<string>; rest: () => Promise<unknown> } {
  const work: Promise<unknown>[] = [];
  let answer: Promise<Response> | undefined;
  const request = Object.defineProperty(new Request(ORIGIN + path), 'mode', { value: 'navigate' });
  listeners.get('fetch')!({
    request,
    preloadResponse: network,
    respondWith: (promise: Promise<Response>) => { answer = promise; },
    waitUntil: (promise: Promise<unknown>) => { work.push(promise); },
  });
  return { answer: answer!.then((given) => given.text()), rest: () => Promise.all(work) };
}

/** Lets everything happen that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
}

const words = async (path: string) => (await (await caches.open('pages-ada')).match(path))?.text();

beforeEach(async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await (await caches.open('pages-ada')).put('/shell', html('ada', 'the shell'));
  const store = new Store('ada');
  await store.apply({ data: [], nextCursor: 'c', more: false, person: { settings: {} } }, 1);
  store.close();
});

test('the network is waited for three seconds, then the copy answers; what comes later is kept', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let arrive: (answer: Response) => void = () => undefined;
    const { answer, rest } = open('/problems', new Promise((resolve) => { arrive = resolve; }));
    let given: string | undefined;
    void answer.then((text) => { given = text; });
    mock.timers.tick(PATIENCE - 1);
    await settle();
    assert.equal(given, undefined);
    mock.timers.tick(1);
    await answer;
    assert.match(given!, /the shell/);
    arrive(html('ada', 'late'));
    await rest();
    assert.match((await words('/problems'))!, /late/);
  } finally {
    mock.timers.reset();
  }
});

test('a page that is only kept is shown as it was, and the shell stands for one that is not', async () => {
  const down = () => Promise.reject(new TypeError('no network'));
  const first = open('/insights?of=1', Promise.resolve(html('ada', 'insights')));
  assert.match(await first.answer, /insights/);
  await first.rest();
  assert.match(await open('/insights?of=1', down()).answer, /insights/);
  assert.match(await open('/insights?of=2', down()).answer, /the shell/);
  // Somebody between us and the server, or a server that cannot: the same.
  assert.match(await open('/insights?of=1', Promise.resolve(new Response('no', { status: 503 }))).answer, /insights/);
  // The server's own words are the page's.
  assert.equal(await open('/insights?of=1', Promise.resolve(new Response('not here', { status: 404 }))).answer, 'not here');
});

test('pages of another reader are not kept, and what was kept of them is forgotten', async () => {
  const first = open('/insights', Promise.resolve(html('ada', 'of ada')));
  await first.rest();
  // Somebody's page is not taken for anybody's, nor the other way round.
  await open('/insights', Promise.resolve(html('', 'of nobody'))).rest();
  assert.match((await words('/insights'))!, /of ada/);
  const other = open('/insights', Promise.resolve(html('eve', 'of eve')));
  assert.match(await other.answer, /of eve/);
  await other.rest();
  assert.deepEqual(await caches.keys(), []);
});

test('nobody’s pages are kept where nobody has a copy', async () => {
  await caches.delete('pages-ada');
  await open('/insights', Promise.resolve(html('ada', 'of ada'))).rest();
  assert.deepEqual(await caches.keys(), []);
});

test('the latest sixty pages are kept, and the shell', async () => {
  for (let page = 0; page < 63; page += 1) await open(`/settings?of=${page}`, Promise.resolve(html('ada', `page ${page}`))).rest();
  const kept = (await (await caches.open('pages-ada')).keys()).map(({ url }) => new URL(url).pathname + new URL(url).search);
  assert.deepEqual(kept, ['/shell', ...Array.from({ length: 60 }, (_, at) => `/settings?of=${at + 3}`)]);
});

test('what waits is delivered without a page, for each reader by their name, and asked for again while something is left', async () => {
  const change = (id: string): Change => ({ id, madeAt: '2026-11-22T10:00:00Z', kind: 'star', problem: 'p', starred: true });
  for (const [reader, id] of [['ada', '1'], ['eve', '2']] as const) {
    const store = new Store(reader);
    await store.keep(change(id));
    store.close();
  }
  const asked: string[] = [];
  const answers: Record<string, () => Response> = {
    ada: () => new Response('{"outcome":"done"}'),
    // Their session has ended.
    eve: () => new Response('"SignedOut"', { status: 401 }),
  };
  mock.method(globalThis, 'fetch', async (path: string, init: RequestInit) => {
    const reader = new Headers(init.headers).get('x-gitgud-reader')!;
    asked.push(`${reader} ${path} ${(JSON.parse(String(init.body)) as Change).id}`);
    return answers[reader]!();
  });
  const sync = () => {
    let work: Promise<unknown> | undefined;
    listeners.get('sync')!({ tag: 'outbox', waitUntil: (promise: Promise<unknown>) => { work = promise; } });
    return work!;
  };
  await assert.rejects(sync(), /1 changes still wait/);
  assert.deepEqual(asked, ['ada /sync/change 1', 'eve /sync/change 2']);
  answers['eve'] = answers['ada']!;
  await sync();
  assert.deepEqual(asked.slice(2), ['eve /sync/change 2']);
  mock.restoreAll();
});
