// A page that came with its document sleeps until it is used (src/ui/lazy.rs). `data-touched` on the root says that it
// was, and `gitgud:touched` that it just was. `data-hydrated` and `gitgud:awake` are the answer, by way of Rust.

/** The first signs of use. Reading and scrolling are none. */
const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'keydown', 'focusin', 'input', 'submit'];
/** How long the answer to a form is waited for, in milliseconds. */
const PATIENCE = 10_000;

const root = document.documentElement;
/** Fields in which something was typed or chosen that nobody could hear. */
const unheard = new Map<EventTarget, Set<string>>();
/** While a form is being sent. */
let sending: ReturnType<typeof setTimeout> | undefined;
/** That form: sent once more it does nothing, another one goes its way. */
let sentForm: HTMLFormElement | undefined;

function isAwake(): boolean {
  return root.dataset.hydrated !== undefined;
}

/** Begins to listen for the signs. */
export function startWaking(): void {
  for (const sign of SIGNS) document.addEventListener(sign, touched, { capture: true, passive: true });
  // Another address, perhaps for the same page.
  addEventListener('popstate', touched);
  document.addEventListener('change', keep, { capture: true });
  document.addEventListener('input', keep, { capture: true });
  addEventListener('submit', sent);
  addEventListener('pageshow', given);
  addEventListener('gitgud:awake', tell);
}

function touched(event: Event): void {
  // What scripts do is no sign.
  if (isAwake() || sending || !event.isTrusted) return;
  root.dataset.touched = '';
  dispatchEvent(new Event('gitgud:touched'));
}

/**
 * A form that the browser sends by itself, once: its answer takes the place of this page, so that nobody wakes it any
 * more. What is answered in another window, or by a script, leaves the page where it is.
 */
function sent(event: SubmitEvent): void {
  const form = event.target instanceof HTMLFormElement ? event.target : null;
  if (isAwake() || event.defaultPrevented || !form?.closest('.page-root')) return;
  const button = event.submitter;
  if ((button?.getAttribute('formtarget') ?? form.target) === '_blank') return;
  if (sending && form === sentForm) {
    event.preventDefault();
    return;
  }
  clearTimeout(sending);
  sentForm = form;
  delete root.dataset.touched;
  sending = setTimeout(given, PATIENCE);
}

/** There was no answer, or the way back led here. */
function given(): void {
  clearTimeout(sending);
  sending = undefined;
}

function keep(event: Event): void {
  const { target } = event;
  if (isAwake() || !target) return;
  unheard.set(target, (unheard.get(target) ?? new Set()).add(event.type));
}

/** Says once more what was typed before somebody listened. */
function tell(): void {
  for (const [field, kinds] of unheard) {
    for (const kind of kinds) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  unheard.clear();
}
