// The command palette: one line to get anywhere and to do anything that the open page offers. Loaded when it is first
// opened (opener.ts). A dialog with a combobox and its list; everything in it is made here, and every text stays a text.

import { make, showModal } from './make';
import { Asker, type Answer, type Outcome } from './palette/ask';
import { actions, inOrder, lastly, pages, places, ranked, rankedProblems, type Group, type Item, type Ranked } from './palette/items';
import { pieces } from './palette/score';

const LIST = 'palette-list';
const TITLE = 'Search and commands';
/** Longest text that is taken over, in UTF-16 units: that of the list's own search line. */
const TYPED_LIMIT = 2_000;
/** The first list waits so long for what the server knows, in milliseconds, so that it does not jump. */
const FIRST_WAIT = 250;
/** After the last change the number of results is said, in milliseconds. */
const COUNT_WAIT = 700;
/** So many rows are passed over by Page Up and Page Down. */
const LEAP = 8;

const TROUBLE = {
  away: 'GitGud could not be reached. Problems are not searched; pages and actions are.',
  busy: 'That was a lot at once. Problems are searched again in a moment.',
  ended: 'Your session has ended.',
};

/** What was answered last before anything was typed: shown at once the next time, then asked for anew. */
let start: Answer | undefined;

class Palette {
  private readonly asker = new Asker();
  private readonly local: Item[] = [...actions(), ...pages()];
  private readonly input = make('input', '');
  private readonly list = make('div', '');
  private readonly trouble = make('p', '');
  private readonly count = make('p', '');
  private readonly dialog: HTMLDialogElement;
  private rows = new Map<string, { item: Ranked; element: HTMLElement }>();
  private active = '';
  /** Whether the person chose the active row; else it is the first. */
  private moved = false;
  private answer: Answer | undefined = start;
  /** What the answer answers. */
  private asked = '';
  private ended = false;
  private counting: number | undefined;
  private close = (): void => {};

  constructor() {
    const { input, list } = this;
    list.id = LIST;
    list.role = 'listbox';
    list.className = 'palette__list';
    list.setAttribute('aria-label', 'Results');
    input.type = 'text';
    input.className = 'palette__input';
    input.placeholder = 'Go to, do or find…';
    input.maxLength = TYPED_LIMIT;
    input.autocomplete = 'off';
    input.spellcheck = false;
    input.dir = 'auto';
    for (const [name, value] of [
      ['role', 'combobox'], ['aria-label', TITLE], ['aria-autocomplete', 'list'], ['aria-controls', LIST],
      ['aria-expanded', 'false'], ['autocapitalize', 'none'], ['autocorrect', 'off'], ['enterkeyhint', 'go'],
    ] as const) input.setAttribute(name, value);
    const close = make('button', 'Close ', make('kbd', 'Esc'));
    close.type = 'button';
    close.className = 'palette__close';
    this.trouble.className = 'palette__trouble';
    this.trouble.role = 'status';
    this.count.className = 'palette__count';
    this.count.role = 'status';
    const line = make('div', '', input, close);
    line.className = 'palette__line';
    const keys = make('p', '', ...[['↑↓', 'move'], ['↵', 'open'], ['Ctrl ↵', 'new tab']].map(([key = '', does = '']) =>
      make('span', '', make('kbd', key), document.createTextNode(` ${does}`))));
    keys.className = 'palette__keys';
    keys.ariaHidden = 'true';
    const foot = make('div', '', this.count, keys);
    foot.className = 'palette__foot';
    this.dialog = make('dialog', '', line, this.trouble, list, foot);
    this.dialog.className = 'palette';
    this.dialog.setAttribute('aria-label', TITLE);

    close.addEventListener('click', () => this.close());
    this.dialog.addEventListener('close', () => this.leave());
    // Pressed outside of it.
    this.dialog.addEventListener('click', (event) => { if (event.target === this.dialog) this.close(); });
    this.dialog.addEventListener('keydown', (event) => this.press(event));
    input.addEventListener('input', (event) => { if (!(event as InputEvent).isComposing) this.look(); });
    input.addEventListener('compositionend', () => this.look());
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('mousemove', (event) => this.point(event.target));
    list.addEventListener('click', (event) => this.click(event));
    addEventListener('online', this.again);
  }

  open(): void {
    this.close = showModal(this.dialog);
    this.input.focus();
    const first = setTimeout(() => this.draw(), this.answer ? 0 : FIRST_WAIT);
    this.ask(() => clearTimeout(first));
  }

  private leave(): void {
    this.asker.stop();
    clearTimeout(this.counting);
    removeEventListener('online', this.again);
  }

  private readonly again = (): void => this.ask();

  private get typed(): string {
    return this.input.value.trim().replace(/\s+/gu, ' ');
  }

  /** What is typed has changed. */
  private look(): void {
    this.moved = false;
    this.draw();
    this.list.scrollTop = 0;
    this.ask();
  }

  private ask(then?: () => void): void {
    const { typed } = this;
    this.list.ariaBusy = 'true';
    this.asker.ask(typed, (outcome) => {
      then?.();
      this.list.ariaBusy = null;
      this.take(typed, outcome);
      this.draw();
    });
  }

  private take(typed: string, outcome: Outcome): void {
    if ('answer' in outcome) {
      this.answer = outcome.answer;
      this.asked = typed;
      if (!typed) start = outcome.answer;
    }
    const trouble = 'trouble' in outcome ? outcome.trouble : null;
    this.ended = trouble === 'ended';
    const words = trouble ? TROUBLE[trouble] : '';
    if (this.trouble.textContent !== words) this.trouble.textContent = words;
  }

  /** Everything that fits what is typed, group by group. */
  private found(): Map<Group, Ranked[]> {
    const { typed, answer } = this;
    const of = (group: Group) => ranked(typed, this.local.filter((item) => item.group === group));
    const here = encodeURIComponent(location.pathname + location.search);
    const way: Item = { id: 'session', group: 'Session', title: 'Sign in again', href: `/auth/sign-in?next=${here}`, external: true };
    // Without anything typed, what was found for something typed says nothing.
    const current = typed || !this.asked ? answer : start;
    const groups = new Map<Group, Ranked[]>([
      ['Session', this.ended ? ranked('', [way]) : []],
      ['Actions', of('Actions')],
      ['Pages', of('Pages')],
      ['Saved searches', ranked(typed, places('Saved searches', start?.views ?? []))],
      ['Problems', rankedProblems(typed, places('Problems', current?.problems ?? []), current === start ? '' : this.asked)],
      ['Search', typed ? ranked('', lastly(typed, this.asked === typed ? answer?.link ?? null : null)) : []],
    ]);
    return groups;
  }

  private draw(): void {
    const found = this.found();
    const { scrollTop } = this.list;
    this.rows = new Map();
    this.list.replaceChildren(...inOrder(this.typed, found).map((group, number) => {
      const heading = make('div', group === 'Problems' && !this.typed ? 'Recent problems' : group);
      heading.id = `palette-group-${number}`;
      heading.className = 'palette__heading';
      heading.role = 'presentation';
      const part = make('div', '', heading, ...(found.get(group) ?? []).map((item) => this.row(item)));
      part.role = 'group';
      part.setAttribute('aria-labelledby', heading.id);
      return part;
    }));
    this.list.scrollTop = scrollTop;
    this.input.setAttribute('aria-expanded', String(this.rows.size > 0));
    this.activate(this.moved && this.rows.has(this.active) ? this.active : this.rows.keys().next().value ?? '');
    this.say();
  }

  private row(item: Ranked): HTMLElement {
    const title = make('span', '', ...pieces(item.title, item.marks).map(({ text, marked }) =>
      marked ? make('mark', text) : document.createTextNode(text)));
    title.className = 'palette__title';
    title.dir = 'auto';
    const element = item.href === undefined ? make('div', '', title) : make('a', '', title);
    if (element instanceof HTMLAnchorElement && item.href !== undefined) {
      element.href = item.href;
      element.tabIndex = -1;
      // The router leaves such links to the browser.
      if (item.external) element.rel = 'external';
    }
    if (item.note) {
      const note = make('span', item.note);
      note.className = 'palette__note';
      note.dir = 'auto';
      element.append(' ', note);
    }
    if (item.key) element.append(' ', make('kbd', item.key));
    element.id = `palette-row-${this.rows.size}`;
    element.className = 'palette__row';
    element.role = 'option';
    element.ariaSelected = 'false';
    this.rows.set(item.id, { item, element });
    return element;
  }

  private activate(id: string): void {
    const before = this.rows.get(this.active)?.element;
    if (before) before.ariaSelected = 'false';
    this.active = id;
    const element = this.rows.get(id)?.element;
    if (!element) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }
    element.ariaSelected = 'true';
    this.input.setAttribute('aria-activedescendant', element.id);
    if (this.moved) element.scrollIntoView({ block: 'nearest' });
  }

  private say(): void {
    clearTimeout(this.counting);
    this.counting = window.setTimeout(() => {
      const { size } = this.rows;
      this.count.textContent = size === 1 ? '1 result' : `${size} results`;
    }, COUNT_WAIT);
  }

  private move(step: number, wraps: boolean): void {
    const ids = [...this.rows.keys()];
    if (ids.length === 0) return;
    const to = ids.indexOf(this.active) + step;
    const place = wraps ? (to + ids.length) % ids.length : Math.max(0, Math.min(ids.length - 1, to));
    this.moved = true;
    this.activate(ids[place] ?? '');
  }

  private press(event: KeyboardEvent): void {
    // These keys choose among the words of an input method.
    if (event.isComposing || event.keyCode === 229) return;
    const { key } = event;
    const control = event.ctrlKey || event.metaKey;
    if (control && key.toLowerCase() === 'k') {
      event.preventDefault();
      this.close();
      return;
    }
    if (event.target !== this.input || event.altKey || event.shiftKey || control && key !== 'Enter') return;
    switch (key) {
      case 'ArrowDown': this.move(1, true); break;
      case 'ArrowUp': this.move(-1, true); break;
      case 'PageDown': this.move(LEAP, false); break;
      case 'PageUp': this.move(-LEAP, false); break;
      case 'Home': this.move(-Infinity, false); break;
      case 'End': this.move(Infinity, false); break;
      case 'Enter': this.choose(control); break;
      default: return;
    }
    event.preventDefault();
  }

  /** The row under the pointer is the active one; one that only came to lie under it is not. */
  private point(target: EventTarget | null): void {
    const row = this.rowOf(target);
    if (!row || row.item.id === this.active) return;
    this.moved = false;
    this.activate(row.item.id);
    this.moved = true;
  }

  private rowOf(target: EventTarget | null): { item: Ranked; element: HTMLElement } | undefined {
    const element = target instanceof Element ? target.closest('[role="option"]') : null;
    return [...this.rows.values()].find((row) => row.element === element);
  }

  /** Links are followed by whoever follows links: the router, or the browser. */
  private click(event: MouseEvent): void {
    const row = this.rowOf(event.target);
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    this.close();
    row.item.run?.();
  }

  private choose(inNewTab: boolean): void {
    const row = this.rows.get(this.active);
    if (!row) return;
    if (inNewTab && row.item.href !== undefined) {
      this.close();
      window.open(row.item.href, '_blank', 'noopener');
    } else {
      row.element.click();
    }
  }
}

/** Opens it. */
export function openPalette(): void {
  new Palette().open();
}
