// Pages and the service worker tell each other when the outbox of a reader has changed.

/** Whose outbox it is, and how many changes have just been delivered. */
export interface OutboxNews {
  reader: string;
  saved: number;
}

const channel = 'BroadcastChannel' in self ? new BroadcastChannel('gitgud-outbox') : undefined;

/** Tells the others. */
export function tellOutbox(news: OutboxNews): void {
  channel?.postMessage(news);
}

/** Calls back when others tell. */
export function onOutbox(listener: (news: OutboxNews) => void): void {
  channel?.addEventListener('message', (event: MessageEvent<OutboxNews>) => listener(event.data));
}
