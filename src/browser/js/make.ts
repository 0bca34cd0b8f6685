// Elements that scripts add to the end of <body>. Texts stay texts.

/** An element with words and then others in it. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  tag: Name, words: string, ...children: Node[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(tag);
  element.append(words, ...children);
  return element;
}

/** Shows a dialog with a heading and a button that closes it. The browser gives the focus back. */
export function tell(heading: string, ...children: Node[]): HTMLDialogElement {
  const title = make('h2', heading);
  title.id = 'tell-title';
  const close = make('button', 'Close');
  close.className = 'button';
  const form = make('form', '', close);
  form.method = 'dialog';
  const dialog = make('dialog', '', title, ...children, form);
  dialog.className = 'keys';
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
