// Walking through lists by key: j and k go to the next and the previous row, x ticks its box. A row is whatever has
// `data-row`; its main link, which takes the focus, has `data-row-main` or is the first thing in it that can be used.

import { usable } from './actions';
import { wordsOf } from './dom';
import { say } from './say';

const MAIN = 'a[href], button, summary';

/** The keys, and what they do. */
export const ROW_KEYS: [key: string, does: string][] = [['j', 'Next row'], ['k', 'Previous row'], ['x', 'Tick the row’s box']];

function mainOf(row: Element): HTMLElement | undefined {
  return usable('[data-row-main]', row)[0] ?? usable(MAIN, row)[0];
}

/** The rows that can take the focus. */
function rows(): HTMLElement[] {
  return usable('[data-row]').filter((row) => mainOf(row));
}

/** The keys that do something on this page. */
export function rowKeys(): [string, string][] {
  const boxes = document.querySelector('[data-row] input[type="checkbox"]') !== null;
  return rows().length === 0 ? [] : ROW_KEYS.filter(([key]) => key !== 'x' || boxes);
}

/** Does what a key means for the rows; false when it means nothing here. */
export function pressRowKey(key: string, origin: Element | null): boolean {
  const row = origin?.closest<HTMLElement>('[data-row]') ?? null;
  if (key === 'j' || key === 'k') return walk(key === 'j' ? 1 : -1, row, row === origin);
  if (!row) return false;
  if (key === 'x') return tick(row);
  const [own] = usable(`[data-row-key="${CSS.escape(key)}"]`, row);
  own?.click();
  return own !== undefined;
}

/** One step, or none when the row itself has the focus, as one does that an address points at. */
function walk(step: 1 | -1, from: HTMLElement | null, itself: boolean): boolean {
  const all = rows();
  const at = from ? all.indexOf(from) : -1;
  // From elsewhere the walk begins with what is in sight.
  const next = at >= 0 ? all[at + (itself ? 0 : step)]
    : step > 0 ? all.find((row) => row.getBoundingClientRect().top >= 0) ?? all[0]
    : all.filter((row) => row.getBoundingClientRect().bottom <= innerHeight).at(-1) ?? all.at(-1);
  const main = next && mainOf(next);
  if (!main) return all.length > 0;
  main.focus({ preventScroll: true });
  // The style sheet gives rows a margin for this.
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

function tick(row: HTMLElement): boolean {
  const box = row.querySelector<HTMLInputElement>('input[type="checkbox"]');
  if (!box || box.disabled) return false;
  box.click();
  // What opens above the list for the selected must not push the row out of sight.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => row.scrollIntoView({ block: 'nearest' }))));
  say(`${box.checked ? 'Selected' : 'Not selected'}: ${wordsOf(mainOf(row))}`);
  return true;
}
