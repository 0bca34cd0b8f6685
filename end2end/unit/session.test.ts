import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStale, millisecondsLeft } from '../../src/browser/js/session/reasons';

test('a session that has only run out is told from one that is over', () => {
  for (const reason of [
    'session-token-expired-refresh-non-eligible-non-get',
    'session-token-nbf',
    'session-token-iat-before-client-uat',
    'client-uat-but-no-session-token',
  ]) assert.equal(isStale(reason), true, reason);
  for (const reason of [null, '', 'session-token-and-uat-missing', 'session-token-missing', 'session-ended', 'token-expired', 'reader-changed']) {
    assert.equal(isStale(reason), false, String(reason));
  }
});

test('a token is renewed when the server does not take it any more, and never all the time', () => {
  assert.equal(millisecondsLeft('60'), 65_500);
  assert.equal(millisecondsLeft(1), 6_500);
  assert.equal(millisecondsLeft(-5), 5_000);
  assert.equal(millisecondsLeft(''), 5_500);
  assert.equal(millisecondsLeft('soon'), 5_000);
});
