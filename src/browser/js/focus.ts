// The focus is never lost. A new page is read from the beginning of its main part; and when what had the focus is taken out
// of the page and nothing else took it, reading goes on there, too. Without this the keyboard would start over at the top of
// the document.

const MAIN = 'main';

let last: Element | null = null;
/** Why the main part is to get the focus, as soon as there is one. */
let wanted: 'arrived' | 'lost' | null = null;
let waiting = false;

/** Watches from now on. */
export function startFocusKeeping(): void {
  document.addEventListener('focusin', (event) => {
    const element = event.target instanceof Element ? event.target : null;
    // A dialog gives the focus back by itself.
    if (element?.closest('dialog')) return;
    last = element;
    wanted = null;
  });
  // Pressed beside everything: nothing is meant to have the focus.
  document.addEventListener('pointerdown', () => {
    last = null;
    wanted = null;
  });
  // The app shows another page; what had the focus, such as a link of the header, may be there still.
  document.addEventListener('gitgud:arrived', () => {
    wanted = 'arrived';
    later();
  });
  new MutationObserver(() => {
    if (last && !last.isConnected) {
      last = null;
      wanted = 'lost';
    }
    if (wanted) later();
  }).observe(document.documentElement, { childList: true, subtree: true });
}

/** After the next frames: whoever changed the page may put the focus somewhere itself. */
function later(): void {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(keep)));
}

function keep(): void {
  waiting = false;
  const { activeElement } = document;
  // Taken by something else, after all.
  if (wanted === 'lost' && activeElement && activeElement !== document.body) wanted = null;
  if (wanted) document.getElementById(MAIN)?.focus({ preventScroll: wanted === 'lost' });
}
