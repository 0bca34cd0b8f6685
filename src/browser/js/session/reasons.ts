// What the server's reasons for a 401 mean to a page (src/auth/reason.rs).

/** Beginnings of the reasons that a fresh token takes away. */
const STALE = [
  'session-token-expired',
  'session-token-nbf',
  'session-token-iat',
  'session-token-but-no-client-uat',
  'client-uat-but-no-session-token',
];

/** A token is renewed so long before it runs out, in milliseconds: the server grants five seconds more, a slow network less. */
const EARLY = 2_000;

/** Whether the session lives on, and only its token has run out. */
export function isStale(reason: string | null): boolean {
  return reason !== null && STALE.some((beginning) => reason.startsWith(beginning));
}

/** For how long a token with so many seconds left need not be renewed, in milliseconds. */
export function millisecondsLeft(seconds: string | number): number {
  const left = Number(seconds);
  return Number.isFinite(left) ? Math.max(0, left * 1_000 - EARLY) : 0;
}
