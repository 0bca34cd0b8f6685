// What is typed into a form with `data-draft` (its name) and `data-draft-owner` (whose it is) is never lost: it is kept in
// this browser at once, and on the server a little later, until the form is saved or its draft thrown away.
//
// A `<draft-notice data-draft="the form's name">` tells that the form is there; it is shown when the form holds what was
// typed earlier. `data-draft-saved-at` on the form is the server's version, which then stands in the fields already.

import { lookForSaved, onSaved } from './saved';
import { setText } from './text';

/** Names of fields, without `fields[…]`, and what was typed into them. */
type Texts = Record<string, string>;

/** What this browser keeps of one form. */
interface Kept {
  texts: Texts;
  /** When it was typed, on this browser's clock. */
  at: number;
  /** The server's version it began with or was saved as; empty if none. */
  server: string;
  /** Whether something was typed since. */
  dirty: boolean;
}

/** A form being filled in. */
interface Filling {
  form: HTMLFormElement;
  notice: HTMLElement;
  name: string;
  store: string;
  /** What stands in the form as the server rendered it. */
  fresh: Texts;
  kept: Kept;
  restored: boolean;
  sending: boolean;
  /** Sent, saved or thrown away: nothing more is kept until something is typed. */
  ended: boolean;
  soon: number | undefined;
  later: number | undefined;
}

const PREFIX = 'gitgud:draft:';
const KEEP_LOCAL_AFTER = 300;
const KEEP_ON_SERVER_AFTER = 3000;
const OLDEST = 30 * 24 * 3600_000;
/** A request that outlives its page may carry 64 KiB. */
const OUTLIVING_LIMIT = 60_000;

const fillings = new Map<HTMLFormElement, Filling>();
let restoring = false;

class DraftNotice extends HTMLElement {
  static observedAttributes = ['data-draft'];
  private filling: Filling | undefined;

  connectedCallback(): void {
    // The form comes after it.
    queueMicrotask(() => {
      if (!this.isConnected || this.filling) return;
      const name = CSS.escape(this.dataset.draft ?? '');
      const form = document.querySelector<HTMLFormElement>(`form[data-draft="${name}"]`);
      if (form) this.filling = begin(form, this);
    });
  }

  disconnectedCallback(): void {
    if (this.filling) leave(this.filling);
    this.filling = undefined;
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    // The same elements now stand for another form.
    if (before === null || before === after || !this.filling) return;
    fillings.delete(this.filling.form);
    this.filling = undefined;
    this.connectedCallback();
  }
}

/** Defines the element and listens, for every form there is or will be. */
export function startDrafts(): void {
  forgetOld();
  onSaved(ended);
  customElements.define('draft-notice', DraftNotice);
  for (const kind of ['input', 'change']) document.addEventListener(kind, typed);
  document.addEventListener('focusout', (event) => {
    const filling = fillingOf(event.target);
    if (filling) void keepOnServer(filling);
  });
  document.addEventListener('submit', sent, { capture: true });
  addEventListener('pagehide', keepEverything);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keepEverything();
  });
}

function begin(form: HTMLFormElement, notice: HTMLElement): Filling {
  const name = form.dataset.draft ?? '';
  const server = form.dataset.draftSavedAt ?? '';
  const fresh = collect(form, true);
  const filling: Filling = {
    form, notice, name, store: `${PREFIX}${form.dataset.draftOwner ?? ''}:${name}`, fresh,
    kept: { texts: fresh, at: 0, server, dirty: false },
    restored: false, sending: false, ended: false, soon: undefined, later: undefined,
  };
  fillings.set(form, filling);
  const kept = readKept(filling.store);
  if (!kept) return filling;
  const known = kept.dirty ? kept.at : Date.parse(kept.server);
  if (server !== '' && server !== kept.server && Date.parse(server) > known) {
    // Another device went on with it, or the server got this one and could not say so any more.
    if (same(kept.texts, fresh)) {
      filling.kept = { ...kept, server, dirty: false };
      store(filling);
    } else {
      forget(filling.store);
    }
  } else if (kept.dirty || server !== kept.server) {
    // Not on the server, or not yet when it rendered the page.
    filling.kept = { ...kept, dirty: true };
    filling.restored = true;
    put(form, kept.texts);
    const { id: _, revision: __, ...seen } = kept.texts;
    if (!same(seen, fresh)) {
      setText(notice.querySelector('[data-draft-when]'), dateText(kept.at));
      tell(filling, true);
    }
    void keepOnServer(filling);
  }
  return filling;
}

/** Says, or no longer says, that something was restored. */
function tell(filling: Filling, restored: boolean): void {
  const shown = filling.notice.querySelector<HTMLElement>('[data-draft-shown]');
  if (shown) shown.hidden = !restored;
  const closed = filling.form.closest('details');
  if (closed && restored) closed.open = true;
}

function leave(filling: Filling): void {
  // Left because it was saved, or by a link?
  lookForSaved();
  keepLocally(filling);
  void keepOnServer(filling);
  fillings.delete(filling.form);
}

function fillingOf(target: EventTarget | null): Filling | undefined {
  const form = target instanceof Element ? target.closest<HTMLFormElement>('form[data-draft]') : null;
  return form ? fillings.get(form) : undefined;
}

function typed(event: Event): void {
  const filling = fillingOf(event.target);
  if (!filling || restoring) return;
  filling.ended = false;
  clearTimeout(filling.soon);
  clearTimeout(filling.later);
  filling.soon = setTimeout(keepLocally, KEEP_LOCAL_AFTER, filling);
  filling.later = setTimeout(keepOnServer, KEEP_ON_SERVER_AFTER, filling);
}

function keepEverything(): void {
  for (const filling of fillings.values()) {
    keepLocally(filling);
    void keepOnServer(filling, true);
  }
}

/** Keeps what is in the form, if that has changed, in this browser. */
function keepLocally(filling: Filling): void {
  clearTimeout(filling.soon);
  const texts = collect(filling.form);
  if (filling.ended || same(texts, filling.kept.texts)) return;
  filling.kept = { ...filling.kept, texts, at: Date.now(), dirty: true };
  store(filling);
}

function store(filling: Filling): void {
  try {
    localStorage.setItem(filling.store, JSON.stringify(filling.kept));
  } catch {
    // No room, or no storage at all; the server may still have it.
    const full = filling.notice.querySelector<HTMLElement>('[data-draft-full]');
    if (full) full.hidden = false;
  }
}

/** Keeps it on the server as well. What fails is tried again when something is typed: it is kept here meanwhile. */
async function keepOnServer(filling: Filling, outlive = false): Promise<void> {
  clearTimeout(filling.later);
  keepLocally(filling);
  if (filling.ended || filling.sending || !filling.kept.dirty) return;
  const { texts } = filling.kept;
  const body = new URLSearchParams({ form: filling.name });
  for (const [name, text] of Object.entries(texts)) body.append(`fields[${name}]`, text);
  if (outlive && body.toString().length > OUTLIVING_LIMIT) return;
  filling.sending = true;
  try {
    const headers = { accept: 'application/json' };
    const answer = await fetch('/api/drafts/save', { method: 'POST', body, headers, keepalive: outlive });
    if (!answer.ok) return;
    const { saved_at, done } = await answer.json() as { saved_at: string; done: boolean };
    if (filling.ended) return;
    if (done) {
      hadBeenSaved(filling);
    } else {
      filling.kept = { ...filling.kept, server: saved_at, dirty: filling.kept.texts !== texts };
      store(filling);
    }
  } catch {
    // Not reached.
  } finally {
    filling.sending = false;
  }
}

/** What was restored had been saved after all, only its draft was left: the form is a new one again. */
function hadBeenSaved(filling: Filling): void {
  filling.ended = true;
  forget(filling.store);
  if (!filling.restored) return;
  put(filling.form, filling.fresh);
  filling.kept = { texts: filling.fresh, at: 0, server: '', dirty: false };
  tell(filling, false);
}

/** The form is being sent, or its draft thrown away: a late request must not bring the draft back. */
function sent(event: SubmitEvent): void {
  const form = event.target instanceof HTMLFormElement ? event.target : null;
  const notice = form?.closest<HTMLElement>('draft-notice');
  for (const filling of fillings.values()) {
    if (filling.notice !== notice && filling.form !== form) continue;
    if (filling.form === form) keepLocally(filling);
    else forget(filling.store);
    clearTimeout(filling.soon);
    clearTimeout(filling.later);
    filling.ended = true;
  }
}

/** Forgets what was saved, by the id it has, or thrown away, by the form's name. */
function ended(what: string): void {
  for (const filling of fillings.values()) {
    if (what === filling.name || what === collect(filling.form)['id']) filling.ended = true;
  }
  for (const key of keys()) {
    const form = key.slice(key.indexOf(':', PREFIX.length) + 1);
    if (form === what || readKept(key)?.texts['id'] === what) forget(key);
  }
}

function forgetOld(): void {
  for (const key of keys()) {
    if (!(Date.now() - (readKept(key)?.at ?? 0) < OLDEST)) forget(key);
  }
}

function keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function readKept(key: string): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
    return kept?.texts ? kept : undefined;
  } catch {
    return undefined;
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing is kept where nothing can be.
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function fieldsOf(form: HTMLFormElement): [string, Field][] {
  const found: [string, Field][] = [];
  for (const element of form.elements) {
    // What is pressed is not typed.
    if (element instanceof HTMLButtonElement) continue;
    const name = /^fields\[(\w+)\]$/.exec((element as Field).name ?? '')?.[1];
    if (name) found.push([name, element as Field]);
  }
  return found;
}

/**
 * The texts of a form: what is typed, and the id and the revision that make it the same form later. Or, `asRendered`,
 * what stood in it when it came: a browser that reloads a page may put back what had been typed.
 */
function collect(form: HTMLFormElement, asRendered = false): Texts {
  const texts: Texts = {};
  for (const [name, field] of fieldsOf(form)) {
    if (field.type === 'hidden' && name !== 'id' && name !== 'revision') continue;
    // The timer's, not somebody's.
    if (field.dataset.timed !== undefined) continue;
    if (field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')) {
      const checked = asRendered ? field.defaultChecked : field.checked;
      texts[name] = checked ? field.value : texts[name] ?? '';
    } else {
      texts[name] = asRendered && !(field instanceof HTMLSelectElement) ? field.defaultValue : field.value;
    }
  }
  return texts;
}

/** Puts texts into a form. */
function put(form: HTMLFormElement, texts: Texts): void {
  restoring = true;
  for (const [name, field] of fieldsOf(form)) {
    const text = texts[name];
    if (text === undefined) continue;
    if (field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')) {
      // A choice that is no longer there is left as the server has it.
      const gone = field.type === 'radio' && !fieldsOf(form).some(([other, { value }]) => other === name && value === text);
      if (gone || field.checked === (field.value === text)) continue;
      field.checked = field.value === text;
    } else {
      if (field.value === text) continue;
      field.value = text;
    }
    const closed = field.closest('details');
    if (closed && form.contains(closed) && field.type !== 'hidden') closed.open = true;
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  restoring = false;
}

/** Whether a form says nothing new. A field that has become the timer's says nothing. */
function same(texts: Texts, before: Texts): boolean {
  return Object.entries(texts).every(([name, text]) => text === (before[name] ?? ''));
}

function dateText(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const month = date.toLocaleString('en-US', { month: 'short' });
  return `${date.getDate()} ${month} ${date.getFullYear()}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}
