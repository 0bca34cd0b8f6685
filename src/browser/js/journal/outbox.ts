// Delivers what was changed without a network: one change after the other, in order, each until the server has answered.
// A change has an id of its own, so that delivering it twice is the same as once: nothing that is cut off needs care.

import { alone } from './locks';
import type { Change, Outcome, Store } from './store';
import type { Ask } from './sync';

/** What came of a delivery. */
export interface Delivery {
  /** How many changes are in the journal now. */
  saved: number;
  /** How many were refused. */
  parked: number;
  /** How many still wait: nobody could be asked. */
  left: number;
  /** When the server wants to be asked again, in milliseconds; 0 if it did not say. */
  restFor: number;
}

/** How long an answer is waited for, in milliseconds: the server gives up before. Other tabs wait as well meanwhile. */
const PATIENCE = 20_000;
/** So often the server may break over one change before it is set aside. */
const TRIES = 8;
/** Answers that will never be others, however often the change is sent: nothing behind it would ever go out. */
const HOPELESS = [400, 413, 415, 422];

/** Delivers everything that waits, unless somebody else is at it; then waits for them first. */
export function deliver(store: Store, ask: Ask, tell: (left: number) => void = () => undefined): Promise<Delivery> {
  return alone('gitgud-outbox', async () => {
    const delivery: Delivery = { saved: 0, parked: 0, left: 0, restFor: 0 };
    const outbox = async () => (await store.outbox()).filter(({ state }) => state === 'waiting');
    for (let waiting = await outbox(); waiting[0]; waiting = await outbox()) {
      const { seq, change } = waiting[0];
      tell(waiting.length);
      const answer = await send(ask, change);
      if (typeof answer === 'number') return { ...delivery, left: waiting.length, restFor: answer };
      if ('broke' in answer) {
        // It may be over soon; but what breaks the server each time must not hold up the rest for ever.
        if (await store.fail(seq) < TRIES) return { ...delivery, left: waiting.length, restFor: 0 };
        await store.park(seq, { outcome: 'refused', error: answer.broke });
        delivery.parked += 1;
        continue;
      }
      if (answer.outcome === 'done' || answer.outcome === 'already-there') {
        const rest = answer.outcome === 'done' ? undefined : addedTo(change, answer.problem ?? '');
        await store.settle(seq, Date.now(), rest);
        delivery.saved += rest ? 0 : 1;
      } else {
        await store.park(seq, answer);
        delivery.parked += 1;
      }
    }
    return delivery;
  });
}

/** What the server says became of it; or, when it said nothing of the kind, for how long to let it rest. */
async function send(ask: Ask, change: Change): Promise<Outcome | { broke: unknown } | number> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(change), signal: AbortSignal.timeout(PATIENCE) };
  const answer = await ask('/sync/change', request).catch(() => null);
  if (!answer) return 0;
  const told = await answer.json().catch(() => null) as Outcome | null;
  if (answer.status === 500) return { broke: told };
  if (HOPELESS.includes(answer.status)) return { outcome: 'refused', error: told ?? 'BadRequest' };
  if (!answer.ok || typeof told?.outcome !== 'string') return Number(answer.headers.get('retry-after') ?? 0) * 1_000 || 0;
  return told;
}

/** Tags and a description that were typed for a problem that was there already, as an edit of that problem. */
function addedTo({ fields, madeAt, timeZone }: Change, problem: string): Change | undefined {
  const typed = fields as Record<string, string> | undefined;
  if (!typed?.['tags']?.trim() && !typed?.['description']?.trim()) return undefined;
  const becomes = { ...typed, id: problem, revision: '' };
  return { id: newId(), madeAt, timeZone, kind: 'edit-problem', was: { ...becomes, tags: '', description: '' }, becomes };
}

/** The same change under a new id: the old one has been answered. */
export function again(change: Change, more: Partial<Change> = {}): Change {
  return { ...change, ...more, id: newId() };
}

/** A UUID of version 7. */
export function newId(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) & 0xff;
  bytes[6] = bytes[6]! & 0x0f | 0x70;
  bytes[8] = bytes[8]! & 0x3f | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
