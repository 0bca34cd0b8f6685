// Single-key shortcuts: an element with `data-key` is used when its key is pressed outside of fields. They can be turned
// off with the button in `<keys-toggle>`, which is remembered; `?` lists the keys of the page.

import { isInDialog, originOf, takesText, wordsOf } from './dom';
import { recall, remember } from './memory';

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
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat || event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
  const origin = originOf(event);
  if (takesText(origin) || isInDialog(origin) || !areOn()) return;
  if (event.key === '?') {
    event.preventDefault();
    list();
    return;
  }
  // A capital letter typed with Shift is another key; one typed with Caps Lock is not.
  const key = event.shiftKey ? event.key : event.key.toLowerCase();
  const found = usable(`[data-key="${CSS.escape(key)}"]`);
  const target = nearest(found, origin);
  if (!target) return;
  event.preventDefault();
  use(target);
}

/** The elements that match, can be seen and are not disabled. */
function usable(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled, [aria-disabled="true"]')
      && !element.closest('[inert]'),
  );
}

/** Of several with the same key: one in the innermost part around the focus that has any; there the last. */
function nearest(found: HTMLElement[], origin: Element | null): HTMLElement | undefined {
  for (let part = origin; part; part = part.parentElement) {
    const inside = found.filter((element) => part.contains(element));
    if (inside.length > 0) return inside.at(-1);
  }
  return found.at(-1);
}

function use(element: HTMLElement): void {
  if (takesText(element) || element.matches('code-editor')) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
    return;
  }
  if (element instanceof HTMLInputElement) element.focus();
  element.click();
}

/** What an element is called. */
function nameOf(element: HTMLElement): string {
  const labels = (element as Partial<HTMLInputElement>).labels;
  return element.getAttribute('aria-label') || wordsOf(labels?.[0]) || wordsOf(element) || element.title;
}

function make(tag: string, words: string, ...children: HTMLElement[]): HTMLElement {
  const element = document.createElement(tag);
  element.append(words, ...children);
  return element;
}

/** Opens the list of the keys that work here. The browser gives the focus back when it closes. */
function list(): void {
  const names = new Map<string, string>();
  for (const element of usable('[data-key]')) names.set(element.dataset.key ?? '', nameOf(element));
  names.set('?', 'This list');
  const rows = [...names].map(([key, name]) => make('div', '', make('dt', '', make('kbd', key)), make('dd', name)));
  const title = make('h2', 'Keys of this page');
  title.id = 'keys-title';
  const close = make('button', 'Close');
  close.className = 'button';
  const form = make('form', '', close) as HTMLFormElement;
  form.method = 'dialog';
  const dialog = make(
    'dialog', '', title, make('dl', '', ...rows),
    make('p', 'They work outside of fields. The account menu turns them off.'), form,
  ) as HTMLDialogElement;
  dialog.className = 'keys';
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
