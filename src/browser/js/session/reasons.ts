// What the server's reasons for a 401 mean to a page (src/auth/reason.rs).

/** Beginnings of the reasons that a fresh token takes away. */
const STALE = [
  'session-token-expired',
  'session-token-nbf',
  'session-token-iat',
  'session-token-but-no-client-uat',
  'client-uat-but-no-session-token',
];

/** The server takes a token for so much longer, in milliseconds, and gives no fresh one before. */
const GRACE = 5_500;
/** Nothing is tried beforehand more often than this, in milliseconds. */
const LEAST = 5_000;

/** Whether the session lives on, and only its token has run out. */
export function isStale(reason: string | null): boolean {
  return reason !== null && STALE.some((beginning) => reason.startsWith(beginning));
}

/** For how long a token with so many seconds left need not be renewed, and cannot be, in milliseconds. */
export function millisecondsLeft(seconds: string | number): number {
  const left = Number(seconds);
  return Math.max(LEAST, Number.isFinite(left) ? left * 1_000 + GRACE : 0);
}
