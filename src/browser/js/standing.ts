// Lines at the foot of the page that stay until what they tell is over. They stand at <body>'s end, one above the other.

import { make } from './make';
import { say } from './say';

/** Shows a line under a name, in place of the one before; without words none. What is new is said once. */
export function stand(name: string, label: string, sentence: string, ...more: HTMLElement[]): void {
  const foot = document.querySelector('.standing') ?? document.body.appendChild(make('div', ''));
  foot.className = 'standing';
  const before = [...foot.children].find((line) => line.classList.contains(name));
  if (before && before.textContent === [sentence, ...more.map((element) => element.textContent)].join(' ')) return;
  before?.remove();
  if (sentence) {
    const line = make('p', sentence, ...more.flatMap((element) => [new Text(' '), element]));
    line.className = name;
    line.role = 'region';
    line.ariaLabel = label;
    foot.append(line);
    say(sentence);
  }
  if (!foot.firstChild) foot.remove();
}

/** A button for such a line. */
export function standingButton(words: string, press: () => void): HTMLButtonElement {
  const button = make('button', words);
  button.type = 'button';
  button.addEventListener('click', press);
  return button;
}
