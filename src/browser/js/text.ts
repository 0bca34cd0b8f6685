// Texts inside elements that Leptos rendered: the text node stays, what it says changes.

/** Says `text` in an element that holds nothing but text. */
export function setText(element: Element | null, text: string): void {
  const node = element?.firstChild;
  if (!element || node?.nodeValue === text) return;
  if (node) node.nodeValue = text;
  else element.textContent = text;
}
