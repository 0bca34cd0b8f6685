// What several scripts ask about the page.

/** The element an event is really about, also inside a shadow root. */
export function originOf(event: Event): Element | null {
  const origin = event.composedPath()[0];
  return origin instanceof Element ? origin : null;
}

/** Types of `<input>` that take no text. */
const PRESSED = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

/** Whether what is typed here is meant for this element. */
export function takesText(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !PRESSED.has(element.type);
  if (element instanceof HTMLElement && element.isContentEditable) return true;
  return element?.closest('textarea, select, [role="textbox"], [role="combobox"], [role="listbox"]') != null;
}

/** Whether a dialog is open; what stands behind it is out of reach then. */
export function isInDialog(element: Element | null): boolean {
  return element?.closest('dialog, [role="dialog"]') != null || document.querySelector('dialog:modal') !== null;
}

/** Whether somebody is signed in: only then there is a way out. */
export function isSignedIn(): boolean {
  return document.querySelector('form[action="/auth/sign-out"]') !== null;
}

/** The words of an element, on one line. */
export function wordsOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** Whether a form holds what is saved nowhere else. */
export function hasTyped(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('form[method="post"] :is(input:not([type="hidden"]), textarea)');
  return [...fields].some((field) => field.value !== field.defaultValue || field instanceof HTMLInputElement && field.checked !== field.defaultChecked);
}
