// A button `[data-copy]` copies what stands in the element of that id: a field's value, else its words. With nothing
// between the quotes it copies the nearest `<pre>`.

import { toast } from './toast';

function sourceOf(button: HTMLElement): HTMLElement | null {
  const id = button.dataset.copy;
  if (id) return document.getElementById(id);
  for (let around = button.parentElement; around; around = around.parentElement) {
    const near = around.querySelector('pre');
    if (near) return near;
  }
  return null;
}

/** Marks the whole text, for a person to copy. */
function select(source: HTMLElement): void {
  if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) source.select();
  else getSelection()?.selectAllChildren(source);
}

async function copy(source: HTMLElement): Promise<void> {
  const field = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement;
  try {
    await navigator.clipboard.writeText(field ? source.value : source.textContent ?? '');
    toast('Copied.');
  } catch {
    // Not on a connection that is open to others, and not where the browser forbids it.
    select(source);
    toast('Your browser does not let this page copy. The text is selected: copy it yourself.');
  }
}

/** Listens once, for every such button there is or will be. */
export function startCopying(): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null;
    const source = button && sourceOf(button);
    if (source) void copy(source);
  });
}
