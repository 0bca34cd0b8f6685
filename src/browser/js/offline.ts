// Says for as long as the browser is offline that it is, and what that means; and when it is over.

import { make } from './make';
import { say } from './say';
import { toast } from './toast';

const SENTENCE = 'You are offline. This page stays, and what you type is kept: save it once you are back.';

const banner = make('p', SENTENCE);

/** Looks now, and whenever that changes. */
export function startOffline(): void {
  banner.className = 'offline';
  banner.role = 'region';
  banner.ariaLabel = 'Network';
  addEventListener('offline', show);
  addEventListener('online', () => {
    if (!banner.isConnected) return;
    banner.remove();
    toast('You are back online.');
  });
  if (!navigator.onLine) show();
}

function show(): void {
  document.body.append(banner);
  say(SENTENCE);
}
