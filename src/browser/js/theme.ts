// The form `[data-theme-choice]`: a choice is applied as it is made, and kept in the cookie `theme`, which the server
// reads so that no page is ever shown in the wrong one first. Its button is for browsers without this script.

import { toast } from './toast';

/** How long the cookie is kept, in seconds: as long as browsers allow. */
const AGE = 34_560_000;

const SAID: Record<string, string> = {
  system: 'Pages are light or dark as this device is.',
  light: 'Pages are light on this device.',
  dark: 'Pages are dark on this device.',
};
const SCHEMES: Record<string, string> = { system: 'light dark', light: 'light', dark: 'dark' };

/** Shows the document in a theme. */
function show(theme: string): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', SCHEMES[theme] ?? '');
  const choice = document.querySelector<HTMLInputElement>(`[data-theme-choice] input[value="${theme}"]`);
  if (choice) choice.checked = true;
}

/** Shows the document in a theme and keeps that on this device. */
export function chooseTheme(theme: string): void {
  if (!(theme in SCHEMES)) return;
  show(theme);
  document.cookie = `theme=${theme}; Path=/; Max-Age=${theme === 'system' ? 0 : AGE}; SameSite=Lax`;
  toast(SAID[theme] ?? '');
}

/** What another tab may have chosen since. */
function follow(): void {
  const kept = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1] ?? 'system';
  if (document.visibilityState === 'visible' && kept !== (document.documentElement.dataset.theme ?? 'system')) show(kept);
}

/** Listens once, for every such form there is or will be. */
export function startTheme(): void {
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.form?.matches('[data-theme-choice]')) chooseTheme(target.value);
  });
  document.addEventListener('visibilitychange', follow);
  addEventListener('pageshow', follow);
}
