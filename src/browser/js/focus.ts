// The focus is never lost. A new page is read from the beginning of its main part; and when what had the focus is taken out
// of the page or hidden, and nothing else took it, reading goes on there, too, or at what was closed. Without this the
// keyboard would start over at the top of the document.

const MAIN = 'main';

let last: Element | null = null;
/** Why the main part is to get the focus, as soon as there is one. */
let wanted: 'arrived' | 'lost' | null = null;
/** What had it last, when it was lost. */
let left: Element | null = null;
let waiting = false;

/** Watches from now on. A form that came back with a mistake is read from there. */
export function startFocusKeeping(): void {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
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
  new MutationObserver(look).observe(document.documentElement, {
    attributeFilter: ['disabled', 'hidden', 'open'], childList: true, subtree: true,
  });
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** The page has changed. */
function look(): void {
  if (last && !(last.isConnected && last.checkVisibility())) {
    left = last;
    last = null;
    wanted = 'lost';
  } else if (!wanted && last instanceof HTMLElement && isNowhere() && last.matches(':enabled')) {
    // A button that could not be pressed while an answer was waited for.
    last.focus({ preventScroll: true });
  }
  if (wanted) later();
}

/** After the next frames: whoever changed the page may put the focus somewhere itself. */
function later(): void {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(keep)));
}

function keep(): void {
  waiting = false;
  // Taken by something else, after all.
  if (wanted === 'lost' && !isNowhere()) wanted = null;
  if (!wanted) return;
  // What was closed is opened again where it was closed.
  const closed = wanted === 'lost' && left?.isConnected ? left.closest('details:not([open])')?.querySelector('summary') : null;
  const place = closed?.checkVisibility() ? closed : document.getElementById(MAIN);
  place?.focus({ preventScroll: wanted === 'lost' && !closed });
}
