// One at a time, in all tabs and the worker.

/** Does some work while nobody else holds the lock of this name. */
export function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(name, work) as Promise<T> : work();
}
