// A short sentence at the foot of the page, seen and heard, that goes by itself: never the only place where something
// that matters stands.

import { make } from './make';
import { say } from './say';

/** How long it stays, in milliseconds; under the pointer it stays until that leaves. */
const STAY = 6_000;

/** Tells a sentence. It takes the place of the one before. */
export function toast(sentence: string): void {
  document.querySelector('.toast')?.remove();
  const note = make('p', sentence);
  note.className = 'toast';
  // Heard by way of `say`.
  note.ariaHidden = 'true';
  let leaving = setTimeout(() => note.remove(), STAY);
  note.addEventListener('pointerenter', () => clearTimeout(leaving));
  note.addEventListener('pointerleave', () => { leaving = setTimeout(() => note.remove(), STAY); });
  note.addEventListener('click', () => note.remove());
  document.body.append(note);
  say(sentence);
}
