// Says that a problem got a star or lost it, when the key was pressed somewhere else on the page: at the button itself its
// own state is read out.

import { wordsOf } from './dom';
import { say } from './say';

/** Listens once, for every star there is or will be. */
export function startStars(): void {
  document.addEventListener('submit', (event) => {
    const button = event.target instanceof Element ? event.target.querySelector<HTMLElement>('[data-star]') : null;
    // A plain post shows the page anew.
    if (!button || !event.defaultPrevented || document.activeElement === button) return;
    const title = wordsOf(button).replace(/^Star /, '');
    // The page has changed the button by then, and changes it back when the server refuses.
    requestAnimationFrame(() => say(`${button.ariaPressed === 'true' ? 'Starred' : 'Star removed'}: ${title}`));
  });
}
