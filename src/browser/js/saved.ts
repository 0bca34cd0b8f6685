// What the server says it has saved, in a cookie that is readable here on purpose: the id of an attempt or a problem, or
// the name of a form whose draft was thrown away; after a dot, the name of the form it came from. Plain posts and server
// functions tell it alike. Other tabs hear of it, because whoever reads the cookie takes it.

type Listener = (what: string, form: string) => void;

const listeners: Listener[] = [];
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('gitgud-saved') : undefined;

/** Calls back for everything saved or thrown away, in this tab or another. */
export function onSaved(listener: Listener): void {
  listeners.push(listener);
}

/** Looks whether the server has said something since. */
export function lookForSaved(): void {
  const told = /(?:^|; )saved=([^;]+)/.exec(document.cookie)?.[1];
  if (!told) return;
  document.cookie = 'saved=; Path=/; Max-Age=0; SameSite=Lax';
  tellSaved(told);
}

/** Says that something has been saved, on the server or on this device. */
export function tellSaved(what: string): void {
  channel?.postMessage(what);
  hear(what);
}

function hear(told: string): void {
  const [what = '', form = ''] = told.split('.');
  for (const listener of listeners) listener(what, form);
}

/** Listens to other tabs, and looks whenever the page may have been told something. */
export function startSaved(): void {
  channel?.addEventListener('message', (event: MessageEvent<string>) => hear(event.data));
  addEventListener('pageshow', lookForSaved);
  document.addEventListener('visibilitychange', lookForSaved);
  lookForSaved();
}
