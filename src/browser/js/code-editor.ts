// <code-editor> stands around the textarea of some code and offers an editor in its place. Everything it adds is in its
// shadow root; the textarea keeps the text, and is what the form sends.

import { wordsOf } from './dom';
import type { Editor } from './editor';
import { EDITOR } from './later';
import { recall, remember } from './memory';

const MEMORY = 'code-editor';
const KEYS = 'Tab indents. Escape, then Tab leaves; Ctrl+M (Shift+Alt+M on a Mac) makes Tab leave until it is pressed again.';

function part(tag: string, name: string, words = ''): HTMLElement {
  const element = document.createElement(tag);
  element.setAttribute('part', name);
  element.textContent = words;
  return element;
}

class CodeEditor extends HTMLElement {
  private editor: Editor | undefined;
  private area: HTMLTextAreaElement | null = null;
  private stop = new AbortController();
  private readonly button = part('button', 'toggle') as HTMLButtonElement;
  private readonly frame = part('div', 'frame');
  private readonly about = part('p', 'about');
  private readonly keys = part('p', 'keys', KEYS);
  private readonly state = part('p', 'state');
  private writing = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    this.button.type = 'button';
    this.about.id = 'about';
    this.keys.id = 'keys';
    this.state.role = 'status';
    // Read out with the editor; its words stand beside it already.
    this.about.hidden = true;
    root.append(this.button, this.frame, document.createElement('slot'), this.keys, this.state, this.about);
    this.button.addEventListener('click', () => {
      remember(MEMORY, this.editor ? null : 'on');
      if (this.editor) this.close();
      else void this.open(true);
    });
  }

  connectedCallback(): void {
    this.area = this.querySelector('textarea');
    this.stop = new AbortController();
    this.offer();
    if (this.area && (this.preferences.includes('opens') || recall(MEMORY) === 'on')) void this.open(false);
  }

  disconnectedCallback(): void {
    this.close(false);
  }

  override focus(): void {
    if (this.editor) this.editor.focus();
    else this.area?.focus();
  }

  /** What the person chose in their settings: spaces to indent by, then words. */
  private get preferences(): string[] {
    return (this.dataset.preferences || '4').split(' ');
  }

  private offer(): void {
    this.button.textContent = 'Open the code editor';
    this.button.disabled = false;
    this.button.hidden = this.area === null;
    this.keys.hidden = true;
    this.state.textContent = '';
  }

  /** Loads the editor and shows it in place of the textarea. */
  private async open(byHand: boolean): Promise<void> {
    const { area, stop } = this;
    if (!area || this.editor || this.button.disabled) return;
    this.button.disabled = true;
    this.button.textContent = 'Opening the code editor…';
    try {
      const { openEditor } = (await import(EDITOR)) as typeof import('./editor');
      if (stop.signal.aborted) return;
      const hadFocus = document.activeElement === area;
      this.editor = openEditor({
        parent: this.frame,
        text: area.value,
        indent: Number(this.preferences[0]),
        wraps: this.preferences.includes('wraps'),
        attributes: () => this.attributesOf(area),
        changed: (text) => this.write(text),
        tabLeaves: (leaves) => { this.state.textContent = leaves ? 'Tab leaves the editor.' : ''; },
      });
      this.follow(area);
      this.dataset.open = '';
      // Reached by its label, by an error or by a script it hands the focus on; by Tab only the editor is reached.
      area.tabIndex = -1;
      area.setAttribute('aria-hidden', 'true');
      this.keys.hidden = false;
      this.button.textContent = 'Use the plain text field';
      this.button.disabled = false;
      if (byHand || hadFocus) this.editor.focus(area.selectionStart, area.selectionEnd);
    } catch {
      if (stop.signal.aborted) return;
      this.offer();
      this.state.textContent = 'The editor could not be loaded. The plain text field works as before.';
    }
  }

  private close(byHand = true): void {
    const { area, editor } = this;
    this.stop.abort();
    this.stop = new AbortController();
    this.editor = undefined;
    this.offer();
    if (!area || !editor) return;
    const selection = editor.selection();
    editor.destroy();
    delete this.dataset.open;
    area.removeAttribute('tabindex');
    area.removeAttribute('aria-hidden');
    if (byHand) {
      area.focus();
      area.setSelectionRange(...selection);
    }
  }

  /** What the editor tells assistive technology: the same as the textarea does. */
  private attributesOf(area: HTMLTextAreaElement): Record<string, string> {
    const ids = (area.getAttribute('aria-describedby') ?? '').split(' ');
    this.about.textContent = ids.map((id) => wordsOf(document.getElementById(id))).filter(Boolean).join(' ');
    const attributes: Record<string, string> = {
      'aria-label': wordsOf(area.labels[0]) || 'Code',
      'aria-describedby': 'about keys',
      // It takes the focus anyway; checkers look for the attribute.
      tabindex: '0',
    };
    if (area.getAttribute('aria-invalid') === 'true') attributes['aria-invalid'] = 'true';
    return attributes;
  }

  private write(text: string): void {
    if (!this.area) return;
    this.writing = true;
    this.area.value = text;
    this.area.dispatchEvent(new Event('input', { bubbles: true }));
    this.writing = false;
  }

  /** Takes over what others do to the textarea, and to the field that names the language. */
  private follow(area: HTMLTextAreaElement): void {
    const { signal } = this.stop;
    const { form } = area;
    const read = () => { if (!this.writing) this.editor?.setText(area.value); };
    area.addEventListener('input', read, { signal });
    area.addEventListener('change', read, { signal });
    area.addEventListener('focus', () => this.editor?.focus(), { signal });
    // The browser may bring back what was typed before this page was left.
    window.addEventListener('pageshow', read, { signal });
    form?.addEventListener('reset', () => setTimeout(read), { signal });

    const field = form?.elements.namedItem(this.dataset.language ?? '');
    const name = () => {
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) void this.editor?.setLanguage(field.value);
    };
    form?.addEventListener('input', (event) => { if (event.target === field) name(); }, { signal });
    form?.addEventListener('change', (event) => { if (event.target === field) name(); }, { signal });
    name();

    const watch = new MutationObserver(() => this.editor?.refresh());
    watch.observe(area, { attributeFilter: ['aria-describedby', 'aria-invalid'] });
    signal.addEventListener('abort', () => watch.disconnect());
  }
}

/** Defines the element, for those that are there and those to come. */
export function startCodeEditor(): void {
  customElements.define('code-editor', CodeEditor);
}
