// What this device keeps of one reader's journal, in an IndexedDB of that reader's own. Pages and the service worker share
// it. Texts that are long and seldom read lie beside the rest, and everything is JSON as it came: most of it is handed on.

/** What names the databases; the reader's id follows. */
export const PREFIX = 'gitgud-journal-';
const VERSION = 1;
/** Of what is in a copy: raised when src/change/copy.rs says it in another way, so that devices make theirs anew. */
const SHAPE = 1;

type StoreName = 'problems' | 'texts' | 'attempts' | 'meta' | 'outbox';
type Stores = Record<StoreName, IDBObjectStore>;

const COPY: StoreName[] = ['problems', 'texts', 'attempts', 'meta'];

/** A change to the journal, as the server takes it (src/outbox/model.rs). */
export interface Change {
  id: string;
  madeAt: string;
  timeZone?: string;
  kind: string;
  [more: string]: unknown;
}

/** What the server says became of a change. */
export interface Outcome {
  outcome: string;
  problem?: string;
  stored?: Record<string, string>;
  error?: unknown;
}

/** A change on its way. */
export interface Waiting {
  seq: number;
  id: string;
  change: Change;
  /**
   * Parked: the server has refused it, and somebody has to look at it. Delivered: the server has it, and the copy does not
   * yet; so pages still need it.
   */
  state: 'waiting' | 'parked' | 'delivered';
  outcome: Outcome | null;
  /** How often the server broke over it. */
  failures?: number;
  /** When it was delivered, by this device's clock. */
  deliveredAt?: number;
}

/** A problem with all that is known of it; what else is in it is handed on as it came. */
export interface ProblemCopy {
  problem: { id: string; title: string; description: string | null };
  attempts: { id: string; notes: string | null; code: string | null }[];
}

/** What is long in a problem. */
interface Texts {
  description: string | null;
  attempts: Record<string, { notes: string | null; code: string | null }>;
}

/** Some of what has changed (src/change/copy.rs). */
export interface CopyPage {
  data: { id: string; copy: ProblemCopy | null }[];
  nextCursor: string;
  more: boolean;
  person: unknown;
}

/** How much there is. */
export interface Counts {
  waiting: number;
  parked: number;
}

/** The answer to one request of a transaction. */
function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The database of a reader, once it is there. */
function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    const db = request.result;
    db.createObjectStore('problems', { keyPath: 'id' });
    db.createObjectStore('texts', { keyPath: 'id' });
    db.createObjectStore('attempts', { keyPath: 'id' });
    db.createObjectStore('meta', { keyPath: 'name' });
    db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true }).createIndex('id', 'id', { unique: true });
  };
  return asked(request);
}

/** One reader's journal on this device. */
export class Store {
  private db: Promise<IDBDatabase> | undefined;

  constructor(readonly reader: string) {}

  private opened(): Promise<IDBDatabase> {
    this.db ??= open(PREFIX + this.reader).then((db) => {
      // Another tab deletes it, or the browser has closed it.
      db.onversionchange = () => this.close();
      db.onclose = () => { this.db = undefined; };
      return db;
    }, (error) => {
      this.db = undefined;
      throw error;
    });
    return this.db;
  }

  close(): void {
    void this.db?.then((db) => db.close(), () => undefined);
    this.db = undefined;
  }

  /** Does some work in one transaction, and answers when all of it is on the disk. Nothing else may be awaited in it. */
  private async run<T>(names: StoreName[], mode: IDBTransactionMode, work: (stores: Stores) => T | Promise<T>): Promise<T> {
    const db = await this.opened();
    const transaction = db.transaction(names, mode, mode === 'readwrite' ? { durability: 'strict' } : undefined);
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])) as Stores;
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was given up'));
    });
    try {
      const result = await work(stores);
      await done;
      return result;
    } catch (error) {
      done.catch(() => undefined);
      try { transaction.abort(); } catch { /* It has ended already. */ }
      throw error;
    }
  }

  /** A small value, or undefined. */
  meta<T>(name: string): Promise<T | undefined> {
    return this.run(['meta'], 'readonly', async ({ meta }) => (await asked(meta.get(name)) as { value: T } | undefined)?.value);
  }

  async setMeta(name: string, value: unknown): Promise<void> {
    await this.run(['meta'], 'readwrite', ({ meta }) => { meta.put({ name, value }); });
  }

  /** Whether all of the journal is here. */
  async isComplete(): Promise<boolean> {
    return await this.meta<boolean>('complete') === true && await this.isReadable();
  }

  /** Whether what is here is said in the way that this version reads. */
  async isReadable(): Promise<boolean> {
    return (await this.meta<number>('shape') ?? SHAPE) === SHAPE;
  }

  /** Takes over a page of what has changed, and where to go on: both or neither. */
  async apply(page: CopyPage, syncedAt: number): Promise<void> {
    await this.run([...COPY, 'outbox'], 'readwrite', async ({ problems, texts, attempts, meta, outbox }) => {
      for (const { id, copy } of page.data) {
        const before = await asked(problems.get(id)) as { attempts: string[] } | undefined;
        for (const attempt of before?.attempts ?? []) attempts.delete(attempt);
        if (!copy) {
          problems.delete(id);
          texts.delete(id);
          continue;
        }
        const [light, long] = split(copy);
        problems.put({ id, light: JSON.stringify(light), attempts: copy.attempts.map((attempt) => attempt.id) });
        texts.put({ id, long: JSON.stringify(long) });
        for (const attempt of copy.attempts) attempts.put({ id: attempt.id, problem: id });
      }
      if (page.person != null) meta.put({ name: 'person', value: JSON.stringify(page.person) });
      meta.put({ name: 'cursor', value: page.nextCursor });
      meta.put({ name: 'shape', value: SHAPE });
      if (page.more) return;
      meta.put({ name: 'complete', value: true });
      meta.put({ name: 'synced', value: syncedAt });
      for (const one of await asked(outbox.getAll()) as Waiting[]) {
        // A clock that was put back since says nothing of before and after.
        const at = one.deliveredAt ?? 0;
        if (one.state === 'delivered' && (at <= syncedAt || at > Date.now())) outbox.delete(one.seq);
      }
    });
  }

  /** Forgets the copy, not the outbox. The timers are the reader's own, and stay as long as the copy is only made anew. */
  async dropCopy(keepTimers = true): Promise<void> {
    await this.run([...COPY, 'outbox'], 'readwrite', async (stores) => {
      for (const { seq, state } of await asked(stores.outbox.getAll()) as Waiting[]) {
        if (state === 'delivered') stores.outbox.delete(seq);
      }
      const timers = await asked(stores.meta.get('timers')) as object | undefined;
      for (const name of COPY) stores[name].clear();
      if (timers && keepTimers) stores.meta.put(timers);
    });
  }

  /** The whole copy of a problem, as JSON; empty if there is none. */
  async problem(id: string): Promise<string> {
    return this.run(['problems', 'texts'], 'readonly', async ({ problems, texts }) => {
      const [row, text] = await Promise.all([asked(problems.get(id)), asked(texts.get(id))]) as [{ light: string }?, { long: string }?];
      return row && text ? JSON.stringify(join(JSON.parse(row.light) as ProblemCopy, JSON.parse(text.long) as Texts)) : '';
    });
  }

  /** The id of the problem that an attempt is at; empty if that is not known. */
  problemOf(attempt: string): Promise<string> {
    return this.run(['attempts'], 'readonly', async ({ attempts }) =>
      (await asked(attempts.get(attempt)) as { problem: string } | undefined)?.problem ?? '');
  }

  /** All problems without what is long in them, as a JSON array. */
  rows(): Promise<string> {
    return this.run(['problems'], 'readonly', async ({ problems }) =>
      `[${(await asked(problems.getAll()) as { light: string }[]).map(({ light }) => light).join(',')}]`);
  }

  /** What is long in all problems, as a JSON object by their ids. */
  texts(): Promise<string> {
    return this.run(['texts'], 'readonly', async ({ texts }) =>
      `{${(await asked(texts.getAll()) as { id: string; long: string }[]).map(({ id, long }) => `${JSON.stringify(id)}:${long}`).join(',')}}`);
  }

  countProblems(): Promise<number> {
    return this.run(['problems'], 'readonly', ({ problems }) => asked(problems.count()));
  }

  /** Puts a change at the end of the outbox. Once there, it stays there once. */
  async keep(change: Change): Promise<void> {
    await this.run(['outbox'], 'readwrite', async ({ outbox }) => {
      if (await asked(outbox.index('id').getKey(change.id)) !== undefined) return;
      outbox.add({ id: change.id, change, state: 'waiting', outcome: null });
    });
  }

  /** Everything in the outbox, in order. */
  async outbox(): Promise<Waiting[]> {
    return (await this.everything()).filter(({ state }) => state !== 'delivered');
  }

  /** The changes that the copy does not have and pages show, in order. */
  async ahead(): Promise<Change[]> {
    return (await this.everything()).filter(({ state }) => state !== 'parked').map(({ change }) => change);
  }

  private everything(): Promise<Waiting[]> {
    return this.run(['outbox'], 'readonly', ({ outbox }) => asked(outbox.getAll()) as Promise<Waiting[]>);
  }

  /**
   * Takes a delivered change out of the outbox; it stays for the pages until the copy has it. What is still to be done for
   * it comes next, before all that waits. Nothing if the change has been discarded meanwhile.
   */
  async settle(seq: number, deliveredAt: number, next?: Change): Promise<void> {
    await this.run(['meta', 'outbox'], 'readwrite', async ({ meta, outbox }) => {
      const hasCopy = await asked(meta.get('complete')) !== undefined;
      const one = await asked(outbox.get(seq)) as Waiting | undefined;
      if (!one) return;
      if (hasCopy) outbox.put({ ...one, state: 'delivered', deliveredAt });
      else outbox.delete(seq);
      if (next) outbox.put({ seq: seq + 0.5, id: next.id, change: next, state: 'waiting', outcome: null });
    });
  }

  async counts(): Promise<Counts> {
    const all = await this.outbox();
    const waiting = all.filter(({ state }) => state === 'waiting').length;
    return { waiting, parked: all.length - waiting };
  }

  /** Takes a change out, and puts another in its place if there is one. */
  async remove(seq: number, instead?: Change): Promise<void> {
    await this.run(['outbox'], 'readwrite', ({ outbox }) => {
      outbox.delete(seq);
      if (instead) outbox.add({ id: instead.id, change: instead, state: 'waiting', outcome: null });
    });
  }

  /** Notes that the server broke over a change; answers how often it has. */
  fail(seq: number): Promise<number> {
    return this.run(['outbox'], 'readwrite', async ({ outbox }) => {
      const waiting = await asked(outbox.get(seq)) as Waiting | undefined;
      if (!waiting) return 0;
      const failures = (waiting.failures ?? 0) + 1;
      outbox.put({ ...waiting, failures });
      return failures;
    });
  }

  /** Sets a change aside with what the server said of it, unless it is gone meanwhile. */
  async park(seq: number, outcome: Outcome): Promise<void> {
    await this.run(['outbox'], 'readwrite', async ({ outbox }) => {
      const waiting = await asked(outbox.get(seq)) as Waiting | undefined;
      if (waiting) outbox.put({ ...waiting, state: 'parked', outcome });
    });
  }

  /** Deletes the database, outbox and all. */
  async delete(): Promise<void> {
    this.close();
    await asked(indexedDB.deleteDatabase(PREFIX + this.reader));
  }
}

/** A copy without what is long in it, and that. */
export function split(copy: ProblemCopy): [ProblemCopy, Texts] {
  const light = {
    ...copy,
    problem: { ...copy.problem, description: null },
    attempts: copy.attempts.map((attempt) => ({ ...attempt, notes: null, code: null })),
  };
  const attempts = Object.fromEntries(copy.attempts.map(({ id, notes, code }) => [id, { notes, code }]));
  return [light, { description: copy.problem.description, attempts }];
}

function join(light: ProblemCopy, long: Texts): ProblemCopy {
  return {
    ...light,
    problem: { ...light.problem, description: long.description },
    attempts: light.attempts.map((attempt) => ({ ...attempt, ...long.attempts[attempt.id] })),
  };
}

/** The readers who have a journal on this device. */
export async function readersHere(): Promise<string[]> {
  const databases = await indexedDB.databases?.() ?? [];
  return databases.map(({ name }) => name ?? '').filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}
