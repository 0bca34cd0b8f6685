// A page's code that is not there any more: most often a new release has taken the place of the one this page came from.

import { hasTyped } from './dom';
import { recall, remember } from './memory';
import { stand, standingButton } from './standing';

/** A page is not loaded again within this time, in milliseconds: the code may be missing there, too. */
const REST = 60_000;
/** For how long a link that was followed may still wait for code, in milliseconds. */
const FOLLOWED = 30_000;

/** Where the last link that was followed leads, from where, and when that was. */
let followed = { to: '', from: '', at: 0 };

/**
 * Loads the page again, or the one that a link is on its way to, when the loader says that code is missing
 * (script/lib/pack_pages.mjs makes it say so).
 */
export function startRenewal(): void {
  // On the window, so that whoever follows links inside the app has said so already.
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link) followed = { to: link.href, from: location.href, at: Date.now() };
  });
  addEventListener('gitgud:code-missing', () => {
    const now = Date.now();
    const { to, from, at } = followed;
    followed = { to: '', from: '', at: 0 };
    // The address changes when the code is there.
    if (from === location.href && now - at < FOLLOWED) {
      location.assign(to);
      return;
    }
    if (now - Number(recall('renewed') ?? 0) < REST) return;
    if (hasTyped()) {
      stand('offline', 'Page', 'A part of this page could not be loaded.', standingButton('Load the page again', () => location.reload()));
      return;
    }
    remember('renewed', String(now));
    // Somewhere nothing is remembered, so nothing would end it.
    if (recall('renewed') !== null) location.reload();
  });
}
