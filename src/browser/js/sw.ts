// The service worker: GitGud without a network. The server puts the list of files and their version in front of it
// (src/server/worker.rs). A new version waits until no page of the old one is open, or until somebody asks for it.

import { askFor } from './journal/ask';
import { tellOutbox } from './journal/channel';
import { deliver } from './journal/outbox';
import { Store, readersHere } from './journal/store';
import { isFile, isPage } from './worker/addresses';
import { activate, file, install } from './worker/assets';
import { fromNetwork, page } from './worker/pages';
import { worker } from './worker/scope';

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));

worker.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'use-now') event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin) return;
  if (mode === 'navigate') {
    event.respondWith(isPage(pathname) ? page(event) : fromNetwork(event));
  } else if (isFile(pathname)) {
    event.respondWith(file(event.request));
  }
});

worker.addEventListener('sync', (event) => {
  if (event.tag === 'outbox') event.waitUntil(deliverAll());
});

/** Delivers what waits; of readers who have gone the server takes nothing. Fails, to be tried again, while something waits. */
async function deliverAll(): Promise<void> {
  let left = 0;
  for (const reader of await readersHere()) {
    const store = new Store(reader);
    const delivery = await deliver(store, askFor(reader, fetch)).finally(() => store.close());
    left += delivery.left;
    tellOutbox({ reader, saved: delivery.saved });
  }
  if (left > 0) throw new Error(`${left} changes still wait`);
}
