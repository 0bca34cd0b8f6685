// Has the app's own questions answered from the copy of the journal on this device when the network does not answer them.
// What can be answered so is the wasm's to know (src/offline); all else fails as it did.

import { PROBE, hasCopy, isAhead, reached } from './offline';

declare global {
  interface Window {
    /**
     * Answers for a server function, by its path and the body of the request: `{"status": 200, "body": "…"}`, or nothing.
     * Set by the wasm once it is there.
     */
    gitgudAnswer?: (path: string, body: string) => Promise<string>;
  }
}

/** How long the network is waited for, in milliseconds: the server gives up before. */
const PATIENCE = 12_000;
/** Answers of something between us and the server, or of a server that cannot do anything just now. */
const AWAY = [502, 503, 504];

/** Sends a request to our server, or answers it here. */
export async function reach(send: typeof fetch, path: string, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const copy = input instanceof Request ? input.clone() : undefined;
  const answerable = (copy ?? init)?.method === 'POST' && /^\/api\/(?!v1\/)/.test(path);
  // Once: what is changed is kept for later when it is asked for here.
  let asked: Promise<Response | undefined> | undefined;
  const here = () => asked ??= answerable ? ask(path, async () => copy ? copy.text() : String(init?.body ?? '')) : Promise.resolve(undefined);
  // As long as something waits, pages show it and later changes stand in line behind it. The timers are the server's.
  const isLocal = !navigator.onLine || isAhead() && !path.startsWith('/api/timers/');
  const early = isLocal ? await here() : undefined;
  // What another device added is not here yet.
  if (early && (early.status !== 404 || !navigator.onLine)) return early;
  const stop = new AbortController();
  const signals = [stop.signal, ...copy ? [copy.signal] : [], ...init?.signal ? [init.signal] : []];
  const late = setTimeout(async () => {
    if (await here()) stop.abort();
  }, PATIENCE);
  try {
    // Where signals cannot be put together, the request goes on for nothing.
    const answer = await send(input, { ...init, signal: AbortSignal.any?.(signals) ?? init?.signal });
    const isAway = AWAY.includes(answer.status);
    reached(!isAway, path === PROBE);
    return isAway && await here() || answer;
  } catch (error) {
    const gone = error instanceof TypeError;
    if (gone) reached(false);
    const answer = gone || stop.signal.aborted ? await here() : undefined;
    if (answer) return answer;
    throw error;
  } finally {
    clearTimeout(late);
  }
}

async function ask(path: string, body: () => Promise<string>): Promise<Response | undefined> {
  // Without a copy the code that would answer is not here, either, and would be waited for in vain.
  if (!hasCopy()) return undefined;
  try {
    const late = new Promise<string>((resolve) => { setTimeout(resolve, PATIENCE, ''); });
    const text = await Promise.race([window.gitgudAnswer?.(path, await body()), late]);
    if (!text) return undefined;
    const { status, body: content } = JSON.parse(text) as { status: number; body: string };
    return new Response(content, { status, headers: { 'content-type': 'application/json' } });
  } catch {
    // It could not be answered here, either.
    return undefined;
  }
}
