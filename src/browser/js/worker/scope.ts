// What a service worker has, as far as ours uses it: the types of pages and of workers cannot be had at once.

export interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface FetchEvent extends LastingEvent {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}

export interface SyncEvent extends LastingEvent {
  readonly tag: string;
}

export interface MessageToWorker extends LastingEvent {
  readonly data: unknown;
}

interface Scope {
  readonly registration: { navigationPreload?: { enable(): Promise<void> } };
  readonly clients: { claim(): Promise<void>; matchAll(options: object): Promise<unknown[]> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(kind: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(kind: 'sync', listener: (event: SyncEvent) => void): void;
  addEventListener(kind: 'message', listener: (event: MessageToWorker) => void): void;
}

export const worker = self as unknown as Scope;
