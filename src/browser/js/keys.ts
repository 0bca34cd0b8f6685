// Single-key shortcuts: an element with `data-key` is used when its key is pressed outside of fields. They can be turned
// off with the button in `<keys-toggle>`, which is remembered; `?` lists the keys of the page.

import { nameOf, nearest, usable, use } from './actions';
import { isInDialog, isSignedIn, originOf, takesText } from './dom';
import { make, tell } from './make';
import { recall, remember } from './memory';
import { pressRowKey, rowKeys } from './rows';

const MEMORY = 'keys';

function areOn(): boolean {
  return recall(MEMORY) !== 'off';
}

/** Shows on its button whether the keys work. Undefined, and so hidden by the style sheet, without this script. */
class KeysToggle extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('button')?.setAttribute('aria-pressed', String(areOn()));
  }
}

/** Listens once, for every key there is or will be. */
export function startKeys(): void {
  customElements.define('keys-toggle', KeysToggle);
  const show = () => document.querySelectorAll<KeysToggle>('keys-toggle').forEach((toggle) => toggle.connectedCallback());
  document.addEventListener('click', (event) => {
    if (!originOf(event)?.closest('keys-toggle button')) return;
    remember(MEMORY, areOn() ? 'off' : null);
    show();
  });
  // Another tab turned them on or off.
  window.addEventListener('storage', show);
  document.addEventListener('keydown', press);
  // The command palette offers the list, too.
  document.addEventListener('gitgud:keys', list);
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  // Held down, a key walks through rows and does nothing else.
  if (event.repeat && !/^[jk]$/i.test(event.key)) return;
  // On many keyboards a bracket is typed with AltGr, which says it is Ctrl and Alt as well.
  const modified = (event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph');
  if (modified || event.metaKey || event.key.length !== 1) return;
  const origin = originOf(event);
  if (takesText(origin) || isInDialog(origin) || !areOn()) return;
  if (event.key === '?') {
    event.preventDefault();
    list();
    return;
  }
  // A capital letter typed with Shift is another key; one typed with Caps Lock is not.
  const key = event.shiftKey ? event.key : event.key.toLowerCase();
  if (pressRowKey(key, origin)) {
    event.preventDefault();
    return;
  }
  const found = usable(`[data-key="${CSS.escape(key)}"]`);
  const target = nearest(found, origin);
  if (!target) return;
  event.preventDefault();
  use(target);
}

/** Opens the list of the keys that work here, in groups. */
function list(): void {
  const named = new Map<string, string>();
  for (const element of usable('[data-key]')) named.set(element.dataset.key ?? '', nameOf(element));
  const inRows = rowKeys();
  for (const element of usable('[data-row-key]')) {
    if (!inRows.some(([key]) => key === element.dataset.rowKey)) inRows.push([element.dataset.rowKey ?? '', 'Star the row’s problem']);
  }
  const everywhere: [string, string][] = [['?', 'This list']];
  if (isSignedIn()) everywhere.unshift([document.documentElement.dataset.mac === undefined ? 'Ctrl K' : '⌘ K', 'Search pages, problems and actions']);
  const groups: [string, [string, string][]][] = [['On this page', [...named]], ['In lists', inRows], ['Everywhere', everywhere]];
  const parts = groups.filter(([, keys]) => keys.length > 0).flatMap(([name, keys]) => [
    make('h3', name),
    make('dl', '', ...keys.map(([key, does]) => make('div', '', make('dt', '', make('kbd', key)), make('dd', does)))),
  ]);
  tell('Keys of this page', ...parts, make('p', 'Single keys work outside of fields. The account menu turns them off.'));
}
