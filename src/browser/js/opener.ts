// Opens the command palette with Ctrl+K (⌘K on a Mac) or its link in the header. Its code is fetched then, not before.

import { isInDialog, isSignedIn, originOf } from './dom';
import { PALETTE } from './later';
import { make, tell } from './make';

const IS_MAC = /^(Mac|iP)/.test(navigator.platform);

let opening = false;
let failures = 0;

async function open(): Promise<void> {
  if (opening) return;
  opening = true;
  try {
    // A module that could not be fetched may be remembered as missing under its address.
    const { openPalette } = (await import(PALETTE + (failures ? `#${failures}` : ''))) as typeof import('./palette');
    // Something else may have opened meanwhile.
    if (!isInDialog(null)) openPalette();
  } catch {
    failures += 1;
    tell('The search could not be opened', make('p', 'GitGud could not be reached. Try again when the connection is back.'));
  } finally {
    opening = false;
  }
}

/** Listens once. */
export function startPaletteKey(): void {
  // Tells the style sheet which keys to show.
  if (IS_MAC) document.documentElement.dataset.mac = '';
  document.addEventListener('keydown', (event) => {
    // On a Mac, Ctrl+K deletes to the end of the line. What the code editor takes is prevented already.
    const modifier = IS_MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    if (!modifier || event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey || event.isComposing) return;
    if (event.defaultPrevented || !isSignedIn() || isInDialog(originOf(event))) return;
    event.preventDefault();
    if (!event.repeat) void open();
  });
  // Before the router hears of it.
  document.addEventListener('click', (event) => {
    const link = originOf(event)?.closest('[data-palette]');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    void open();
  }, { capture: true });
}
