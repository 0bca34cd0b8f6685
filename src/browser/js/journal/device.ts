// <device-journal> on /settings/device: what is kept on this device, what waits to be sent, and what could not be saved,
// with the ways out. It stands in a shadow root, with the page's own style sheet.

import { make } from '../make';
import { recall } from '../memory';
import { toast } from '../toast';
import { counted } from './counted';
import { confirmed } from './leave';
import { again } from './outbox';
import type { Store, Waiting } from './store';
import { LONG, inWords, labelOf, problemOf, reasonOf, rebased, retyped, typedIn } from './words';

/** What the page's buttons do. */
export interface Journal {
  store: Store;
  deliver(): Promise<void>;
  remove(): Promise<void>;
  make(): Promise<void>;
}

export class DevicePanel {
  private readonly root: ShadowRoot;
  private readonly content = make('div', '');
  private drawing = Promise.resolve();
  /** Whether a button that was pressed here had the focus: one that is disabled meanwhile loses it. */
  private hadFocus = false;

  constructor(private readonly element: HTMLElement, private readonly journal: Journal) {
    this.root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    this.content.className = 'stack';
    const style = make('link', '');
    style.rel = 'stylesheet';
    style.href = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]')?.href ?? '';
    this.root.replaceChildren(style, this.content);
    this.refresh();
  }

  /** Shows how it stands now, unless somebody is just typing here. */
  refresh(): void {
    if (!this.element.isConnected || this.root.activeElement instanceof HTMLInputElement || this.root.activeElement instanceof HTMLTextAreaElement) return;
    this.drawing = this.drawing.then(() => this.draw()).catch(() => undefined);
  }

  private async draw(): Promise<void> {
    const { store } = this.journal;
    const outbox = await store.outbox();
    const parts = [await this.aboutCopy(outbox.length)];
    for (const [state, heading] of [['waiting', 'Waiting to be sent'], ['parked', 'Could not be saved']] as const) {
      const some = outbox.filter((one) => one.state === state);
      if (some.length === 0) continue;
      const list = make('ul', '', ...await Promise.all(some.map((one) => state === 'waiting' ? this.waiting(one) : this.parked(one))));
      list.className = 'stack device-list';
      parts.push(section(heading, list));
    }
    const isElsewhere = document.activeElement !== document.body && document.activeElement !== this.element;
    const had = !isElsewhere && (this.hadFocus || this.root.activeElement !== null);
    this.hadFocus = false;
    this.content.replaceChildren(...parts);
    // What was pressed is gone, and the focus with it.
    if (had) this.content.querySelector<HTMLElement>('h2')?.focus();
  }

  private async aboutCopy(changes: number): Promise<HTMLElement> {
    const { journal } = this;
    const { store } = journal;
    const isOff = recall('copy') === 'off';
    if (isOff || !await store.isComplete()) {
      const canKeep = 'serviceWorker' in navigator && 'indexedDB' in window;
      const words = !canKeep ? 'This browser cannot keep a copy of your journal.'
        : isOff ? 'This device keeps no copy of your journal.' : 'There is no copy of your journal on this device yet. It is made while GitGud is open.';
      const keep = this.button('Keep a copy on this device', () => journal.make());
      return section('The copy', make('p', words), ...canKeep && isOff ? [make('p', '', keep)] : []);
    }
    const [problems, synced, estimate] = await Promise.all([
      store.countProblems(), store.meta<number>('synced'), navigator.storage?.estimate?.().catch(() => undefined),
    ]);
    const facts = make('dl', '');
    facts.className = 'device-facts';
    const fact = (name: string, value: string) => facts.append(make('div', '', make('dt', name), make('dd', value)));
    fact('Problems', String(problems));
    fact('Brought up to date', synced ? dateText(synced) : 'never');
    if (estimate?.usage) fact('Space used by all of GitGud', sizeText(estimate.usage));
    const remove = this.button('Remove the copy from this device', async () => {
      const sure = changes === 0 || await confirmed(`${counted(changes, 'change')} ${changes === 1 ? 'is' : 'are'} on this device only`,
        'They are removed with the copy.', 'Keep the copy', 'Remove everything');
      if (sure) await journal.remove();
    });
    return section('The copy', facts, make('p', '', remove));
  }

  private async waiting({ seq, change }: Waiting): Promise<HTMLElement> {
    const when = make('span', dateText(Date.parse(change.madeAt)));
    when.className = 'entry__data';
    const words = inWords(change, await this.titleOf(problemOf(change)));
    const discard = this.button('Discard', async () => {
      if (await confirmed('Discard this change?', `${words}. It is on this device only.`, 'Keep it', 'Discard it')) await this.drop(seq, 'The change is discarded.');
    });
    discard.ariaLabel = `Discard: ${words}`;
    const item = make('li', words, new Text(' '), when, discard);
    item.className = 'cluster';
    return item;
  }

  private async parked(one: Waiting): Promise<HTMLElement> {
    const heading = make('h3', inWords(one.change, await this.titleOf(problemOf(one.change))));
    heading.dir = 'auto';
    const item = make('li', '', heading, ...one.outcome?.outcome === 'conflict' ? this.conflict(one) : this.refused(one));
    item.className = 'card stack';
    return item;
  }

  /** What was typed beside what is stored by now. */
  private conflict({ seq, change, outcome }: Waiting): HTMLElement[] {
    const stored = outcome?.stored ?? {};
    const mine = typedIn(change);
    const pairs = Object.keys(stored).map((field) => {
      const both = make('div', '', side('Yours', mine[field] ?? '', field), side('Stored', stored[field] ?? '', field));
      both.className = 'device-sides';
      return make('section', '', make('h4', labelOf(field)), both);
    });
    return [
      make('p', 'It was changed elsewhere meanwhile. Nothing of yours is in your journal.'), ...pairs,
      buttons(
        this.button('Keep mine', () => this.instead(seq, again(change, rebased(change, stored)))),
        this.button('Keep what is stored', () => this.drop(seq, 'What is stored stays.')),
      ),
    ];
  }

  /** What was typed, to be corrected. */
  private refused({ seq, change, outcome }: Waiting): HTMLElement[] {
    const [reason, wrong] = reasonOf(outcome ?? { outcome: 'refused' });
    const typed = typedIn(change);
    const names = Object.keys(typed).filter((name) => typed[name] !== '' || name in wrong);
    const boxes = names.map((name) => {
      const box = make(LONG.has(name) ? 'textarea' : 'input', '');
      box.value = typed[name] ?? '';
      box.className = 'field__input';
      box.id = `change-${seq}-${name}`;
      return [name, box] as const;
    });
    const fields = boxes.map(([name, box]) => {
      const label = make('label', labelOf(name));
      label.htmlFor = box.id;
      label.className = 'field__label';
      const field = make('div', '', label, box);
      field.className = 'field';
      if (wrong[name]) {
        const error = make('p', wrong[name]);
        error.className = 'field__error';
        error.id = `${box.id}-error`;
        box.setAttribute('aria-describedby', error.id);
        box.ariaInvalid = 'true';
        field.append(error);
      }
      return field;
    });
    // Such as which problem it is an attempt at: there is no box for that.
    const others = Object.keys(wrong).filter((name) => !names.includes(name)).map((name) => make('p', wrong[name] ?? ''));
    return [
      make('p', reason), ...others, ...fields,
      buttons(
        this.button('Try again', () => {
          const texts = Object.fromEntries(boxes.map(([name, box]) => [name, box.value]));
          return this.instead(seq, again(change, retyped(change, texts)));
        }),
        this.button('Discard', () => this.drop(seq, 'The change is discarded.')),
      ),
    ];
  }

  private async instead(seq: number, change: Waiting['change']): Promise<void> {
    await this.journal.store.remove(seq, change);
    await this.journal.deliver();
  }

  private async drop(seq: number, words: string): Promise<void> {
    await this.journal.store.remove(seq);
    toast(words);
    await this.journal.deliver();
  }

  private button(words: string, press: () => Promise<void>): HTMLButtonElement {
    const button = make('button', words);
    button.type = 'button';
    button.className = 'button';
    button.addEventListener('click', () => {
      this.hadFocus = this.root.activeElement === button;
      button.disabled = true;
      void press().catch(() => toast('That did not work on this device.')).finally(() => {
        button.disabled = false;
        this.refresh();
      });
    });
    return button;
  }

  private async titleOf(problem: string): Promise<string> {
    const copy = problem ? await this.journal.store.problem(problem) : '';
    if (copy) return (JSON.parse(copy) as { problem: { title: string } }).problem.title;
    // One that is not in the journal yet.
    const added = (await this.journal.store.outbox()).find(({ change }) => change.kind === 'add-problem' && problemOf(change) === problem);
    const { title = '', link = '' } = added ? typedIn(added.change) : {};
    return title || link;
  }
}

function section(heading: string, ...children: HTMLElement[]): HTMLElement {
  const title = make('h2', heading);
  title.tabIndex = -1;
  const part = make('section', '', title, ...children);
  part.className = 'section stack';
  return part;
}

function side(whose: string, text: string, field: string): HTMLElement {
  const words = make(LONG.has(field) ? 'pre' : 'p', text || 'Nothing');
  words.dir = 'auto';
  if (!text) words.className = 'field__hint';
  return make('div', '', make('h5', whose), words);
}

function buttons(...some: HTMLElement[]): HTMLElement {
  const row = make('div', '', ...some);
  row.className = 'cluster';
  return row;
}

function dateText(at: number): string {
  return new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
}

function sizeText(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
