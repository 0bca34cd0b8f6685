// The focus is never lost: when what had it is taken out of the page and nothing else took it, reading goes on at the
// beginning of the main part. Without this the keyboard would start over at the top of the document.

const MAIN = 'main';

/** Watches from now on. */
export function startFocusKeeping(): void {
  let last: Element | null = null;
  document.addEventListener('focusin', (event) => {
    last = event.target instanceof Element ? event.target : null;
  });
  // Pressed beside everything: nothing is meant to have the focus.
  document.addEventListener('pointerdown', () => { last = null; });
  new MutationObserver(() => {
    if (!last || last.isConnected) return;
    last = null;
    // Whoever took it away may put it somewhere in the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(keep)));
  }).observe(document.documentElement, { childList: true, subtree: true });
}

function keep(): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  document.getElementById(MAIN)?.focus({ preventScroll: true });
}
