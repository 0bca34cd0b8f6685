// A page's code that cannot be fetched: most often a new release has taken the place of the one this page came from.

import { recall, remember } from './memory';

/** A page is not loaded again within this time, in milliseconds: the code may be missing there, too. */
const REST = 60_000;

/** Loads the page again when the loader says that code is missing (script/lib/name_release_files.mjs makes it say so). */
export function startRenewal(): void {
  addEventListener('gitgud:code-missing', () => {
    const now = Date.now();
    if (now - Number(recall('renewed') ?? 0) < REST) return;
    remember('renewed', String(now));
    // Somewhere nothing is remembered, so nothing would end it.
    if (recall('renewed') !== null) location.reload();
  });
}
