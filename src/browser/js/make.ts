// Elements that scripts add to the end of <body>. Texts stay texts.

/** An element with words and then others in it. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  tag: Name, words: string, ...children: Node[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(tag);
  element.append(words, ...children);
  return element;
}

/** The element that has the focus, also inside a shadow root. */
function focused(): HTMLElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement && element !== document.body ? element : null;
}

/**
 * Shows a dialog until it is closed, however that happens, and then gives the focus back. Answers what closes it.
 * Browsers give it back, too, but without the caret: what is typed then goes nowhere.
 */
export function showModal(dialog: HTMLDialogElement): () => void {
  const before = focused();
  before?.blur();
  document.body.append(dialog);
  dialog.showModal();
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    dialog.close();
    // Not now: a link in it may just be being followed.
    setTimeout(() => dialog.remove());
    before?.focus({ preventScroll: true });
  };
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener('close', close);
  return close;
}

/** Shows a dialog with a heading and a button that closes it. */
export function tell(heading: string, ...children: Node[]): void {
  const title = make('h2', heading);
  title.id = 'tell-title';
  const close = make('button', 'Close');
  close.className = 'button';
  const form = make('form', '', close);
  form.method = 'dialog';
  const dialog = make('dialog', '', title, ...children, form);
  dialog.className = 'keys';
  dialog.setAttribute('aria-labelledby', title.id);
  showModal(dialog);
}
