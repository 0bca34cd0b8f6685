// Forms with `data-submit-key` are sent with Ctrl+Enter (⌘+Enter) from any of their fields.

/** Listens once, for every form there is or will be. */
export function startSubmitKey(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    if (event.altKey || event.shiftKey || event.repeat || event.isComposing || event.defaultPrevented) return;
    const field = event.target instanceof Element ? event.target.closest('input, select, textarea, code-editor') : null;
    const form = field?.closest<HTMLFormElement>('form[data-submit-key]');
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
