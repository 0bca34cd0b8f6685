// The copy of the journal follows the server: page by page, whatever has changed since the last time.

import { alone } from './locks';
import type { CopyPage, Store } from './store';

/** How many problems a page has at most. */
const LIMIT = 100;

/** Asks the server for the reader: the page's own `fetch`, or the worker's (ask.ts). */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** Brings the copy up to date. Answers whether it is; if not, it goes on where it ended the next time. */
export function sync(store: Store, ask: Ask, isWanted: () => boolean = () => true): Promise<boolean> {
  const wanted = Date.now();
  return alone(`gitgud-sync-${store.reader}`, async () => {
    // Another tab may have done it while this one waited.
    const last = await store.meta<number>('synced') ?? 0;
    const began = Date.now();
    if (last >= wanted && last <= began) return true;
    if (!await store.isReadable()) await store.dropCopy();
    let anew = false;
    while (isWanted()) {
      const cursor = await store.meta<string>('cursor') ?? '';
      const answer = await ask(`/sync/changes?${new URLSearchParams({ cursor, limit: String(LIMIT) })}`).catch(() => null);
      if (answer?.status === 404 && cursor !== '' && !anew) {
        // The server does not remember that far back.
        anew = true;
        await store.dropCopy();
        continue;
      }
      const page = answer?.ok ? await answer.json().catch(() => null) as CopyPage | null : null;
      // It may have been removed while the answer was under way.
      if (!page || !isWanted()) return false;
      await store.apply(page, began);
      if (!page.more) return true;
    }
    return false;
  });
}
