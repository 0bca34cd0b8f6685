// `data-waiting` on the root says that the app waits for an answer. After a second the page says so, too: before that
// nobody needs to be told.

import { make } from './make';
import { say } from './say';

/** How long nothing is said, in milliseconds. */
const PATIENCE = 1_000;
const SENTENCE = 'Still loading…';

const root = document.documentElement;
const note = make('p', SENTENCE);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Watches from now on. */
export function startWaiting(): void {
  note.className = 'waiting';
  // Heard by way of `say`.
  note.ariaHidden = 'true';
  new MutationObserver(look).observe(root, { attributeFilter: ['data-waiting'] });
}

function look(): void {
  clearTimeout(timer);
  note.remove();
  // Without a network nothing is loading, and the page says so already.
  if (root.dataset.waiting === undefined || !navigator.onLine) return;
  timer = setTimeout(() => {
    document.body.append(note);
    say(SENTENCE);
  }, PATIENCE);
}
