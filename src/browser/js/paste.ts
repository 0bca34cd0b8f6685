// A link pasted anywhere outside of a field starts a new problem with it; several links start several.

import { isInDialog, isSignedIn, originOf, takesText } from './dom';

/** Longer pastes are no list of links. In UTF-16 units. */
const TEXT_LIMIT = 500_000;
/** Longest text around one link that is passed on with it, because it may be the title. In UTF-16 units. */
const ONE_LIMIT = 1_000;
/** Longest list passed on in the address, as it stands there; a longer one waits in the session's storage. */
const QUERY_LIMIT = 6_000;
const WAITING = 'gitgud.pasted';
const SEVERAL = '/problems/add';

/** The web addresses in a text, each once. */
export function linksIn(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s<>"'`\\^{|}]+/gi) ?? [];
  return [...new Set(found.map((link) => link.replace(/[\])}.,;:!?*_]+$/, '')))];
}

/** Where a paste leads, if anywhere; what does not fit into an address is given to `keep`. */
export function destination(text: string, keep: (list: string) => void): string | null {
  if (text.length > TEXT_LIMIT) return null;
  const links = linksIn(text);
  const [only] = links;
  if (only === undefined) return null;
  if (links.length === 1) {
    const around = text.trim();
    return `/problems/new?link=${encodeURIComponent(around.length <= ONE_LIMIT ? around : only)}`;
  }
  // What stands on a line beside a link may be its title.
  const list = text.split(/\r\n?|\n/).filter((line) => linksIn(line).length > 0).join('\n');
  const query = encodeURIComponent(list);
  if (query.length <= QUERY_LIMIT) return `${SEVERAL}?links=${query}`;
  keep(list);
  return SEVERAL;
}

/** Whether leaving the page would lose something typed. */
function hasUnsaved(): boolean {
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'form[method="post"] textarea, form[method="post"] input:not([type="hidden"])',
  )].some((field) => field.value !== field.defaultValue || ('checked' in field && field.checked !== field.defaultChecked));
}

/** Listens once; and puts a list that waits into the field it was meant for. */
export function startPaste(): void {
  document.addEventListener('paste', (event) => {
    const origin = originOf(event);
    if (event.defaultPrevented || takesText(origin) || isInDialog(origin) || !isSignedIn() || hasUnsaved()) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const address = destination(text, (list) => sessionStorage.setItem(WAITING, list));
    if (address === null) return;
    event.preventDefault();
    location.assign(address);
  });
  fillWaiting();
}

function fillWaiting(): void {
  if (location.pathname !== SEVERAL) return;
  try {
    const list = sessionStorage.getItem(WAITING);
    const field = document.querySelector<HTMLTextAreaElement>('textarea[name="fields[links]"]');
    if (list === null || !field) return;
    sessionStorage.removeItem(WAITING);
    if (field.value !== '') return;
    field.value = list;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  } catch {
    // Without storage nothing can wait.
  }
}
