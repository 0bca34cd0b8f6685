// Asks the server for a reader in the background. A session whose token has run out is renewed once; nothing else is done
// about it: no page is loaded again for what nobody is waiting for.

import { isStale } from '../session/reasons';
import { alone } from './locks';
import type { Ask } from './sync';

/** Asks for this reader, and for nobody who has taken their place, by way of `send`. */
export function askFor(reader: string, send: typeof fetch): Ask {
  const asOne = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('x-gitgud-reader', reader);
    return send(path, { ...init, headers });
  };
  return async (path, init) => {
    const answer = await asOne(path, init);
    if (answer.status !== 401 || !isStale(answer.headers.get('x-clerk-auth-reason'))) return answer;
    const renewed = await alone('gitgud-session', () => send('/auth/session', { headers: { accept: 'application/json' } }));
    const session = renewed.ok ? await renewed.json() as { userId: string } : null;
    return session?.userId === reader ? asOne(path, init) : answer;
  };
}
