// What a service worker has around it, as far as ours uses it, in memory: imported before the worker's own code.
import 'fake-indexeddb/auto';

const ORIGIN = 'https://gitgud.example';
const addressOf = (asked: Request | string) => new URL(typeof asked === 'string' ? asked : asked.url, ORIGIN).href;

class FakeCache {
  private readonly kept = new Map<string, Response>();

  async match(asked: Request | string, { ignoreSearch = false } = {}): Promise<Response | undefined> {
    const bare = (address: string) => ignoreSearch ? address.replace(/[?].*$/, '') : address;
    const found = [...this.kept].find(([address]) => bare(address) === bare(addressOf(asked)));
    return found?.[1].clone();
  }

  async put(asked: Request | string, answer: Response): Promise<void> {
    this.kept.set(addressOf(asked), answer);
  }

  async delete(asked: Request | string): Promise<boolean> {
    return this.kept.delete(addressOf(asked));
  }

  async keys(): Promise<Request[]> {
    return [...this.kept.keys()].map((address) => new Request(address));
  }
}

const all = new Map<string, FakeCache>();

export const caches = {
  keys: async () => [...all.keys()],
  has: async (name: string) => all.has(name),
  delete: async (name: string) => all.delete(name),
  async open(name: string): Promise<FakeCache> {
    const cache = all.get(name) ?? new FakeCache();
    all.set(name, cache);
    return cache;
  },
  async match(asked: Request | string): Promise<Response | undefined> {
    for (const cache of all.values()) {
      const found = await cache.match(asked);
      if (found) return found;
    }
    return undefined;
  },
};

/** What the worker listens to. */
export const listeners = new Map<string, (event: unknown) => void>();

const scope = {
  caches,
  location: new URL('/sw.js', ORIGIN),
  self: globalThis,
  VERSION: 'test',
  PRECACHE: [],
  addEventListener: (kind: string, listener: (event: unknown) => void) => { listeners.set(kind, listener); },
};
for (const [name, value] of Object.entries(scope)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
// One that is open keeps the process from its end.
Reflect.deleteProperty(globalThis, 'BroadcastChannel');
Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
