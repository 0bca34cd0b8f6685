// What can be done on the page that is open, by key or out of the command palette.

import { takesText, wordsOf } from './dom';

/** The elements that match, can be seen and are not disabled. */
export function usable(selector: string, within: ParentNode = document): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && isEnabled(element),
  );
}

/** Whether an element takes part in the page. */
export function isEnabled(element: HTMLElement): boolean {
  return !element.matches(':disabled, [aria-disabled="true"]') && !element.closest('[inert]');
}

/** Of several with the same key: one in the innermost part around the focus that has any; there the last. */
export function nearest(found: HTMLElement[], origin: Element | null): HTMLElement | undefined {
  for (let part = origin; part; part = part.parentElement) {
    const inside = found.filter((element) => part.contains(element));
    if (inside.length > 0) return inside.at(-1);
  }
  return found.at(-1);
}

/** Does what an element is for. */
export function use(element: HTMLElement): void {
  if (takesText(element) || element.matches('code-editor')) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
    return;
  }
  // What is chosen or opened in place is where the reader goes on.
  if (element instanceof HTMLInputElement || element.matches('summary')) element.focus();
  element.click();
}

/** What an element is called. */
export function nameOf(element: HTMLElement): string {
  const labels = (element as Partial<HTMLInputElement>).labels;
  return element.getAttribute('aria-label') || wordsOf(labels?.[0]) || wordsOf(element) || element.title;
}
