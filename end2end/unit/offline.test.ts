// What a device tells without a network, and which addresses its worker looks after.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentIn } from '../../src/browser/js/journal/moment';
import { readerOf } from '../../src/browser/js/journal/shells';
import { inWords, problemOf, reasonOf, rebased, retyped, typedIn } from '../../src/browser/js/journal/words';
import { isFile, isForGood, isMadeHere, isPage, isThatFile } from '../../src/browser/js/worker/addresses';

const ID = '0190f3c2-0000-7000-8000-000000000000';
const MADE = { id: ID, madeAt: '2026-11-22T10:00:00Z' };

test('pages that the app can make are told from those that only the server has', () => {
  for (const path of ['/', '/problems', '/problems/new', `/problems/${ID}`, `/problems/${ID}/edit`, `/problems/${ID}/attempts/new`, `/attempts/${ID}/edit`, '/review']) {
    assert.equal(isMadeHere(path), true, path);
    assert.equal(isPage(path), true, path);
  }
  for (const path of ['/insights', '/settings', `/problems/${ID}/tags`, '/problems/add', `/problems/views/${ID}`, '/problemsx', `/attempts/${ID}`, '/tags']) {
    assert.equal(isMadeHere(path), false, path);
    assert.equal(isPage(path), true, path);
  }
});

test('what is no page of the app is left alone', () => {
  for (const path of ['/auth/sign-in', '/s/abc', '/api/v1/problems', '/developers', '/livez', '/readyz', '/sync/changes', '/calendar/x.ics', '/shell', '/offline', '/sw.js', '/js/enhance.js', '/favicon.svg', '/pictures/now-light.webp']) {
    assert.equal(isPage(path), false, path);
  }
  assert.equal(isPage('/share'), true);
  assert.equal(isPage('/settings/shares'), true);
});

test('a file is kept for good when its address names what it holds', () => {
  const at = (address: string) => new URL(address, 'http://localhost');
  for (const address of ['/pkg/gitgud.Abc_-123.wasm', '/js/enhance.js?v=0123456789abcdef', '/js/chunks/cpp-ABC.js', '/fonts/archivo.36c4cb70.woff2']) {
    assert.equal(isForGood(at(address)), true, address);
  }
  for (const address of ['/js/enhance.js', '/pkg/gitgud.js', '/pkg/snippets/a-1/inline0.js', '/favicon.svg', '/manifest.webmanifest']) {
    assert.equal(isForGood(at(address)), false, address);
  }
  assert.equal(isFile('/js/sw.js'), false);
  const answer = (status: number, kind: string) => new Response(status === 200 ? 'x' : null, { status, headers: { 'content-type': kind } });
  assert.equal(isThatFile('/a.js', answer(200, 'text/javascript')), true);
  assert.equal(isThatFile('/a.js', answer(200, 'text/html')), false);
  assert.equal(isThatFile('/a.wasm', answer(404, 'application/wasm')), false);
});

test('a document tells who reads it, unless somebody acts for them', () => {
  const document = (head: string, body = '') => `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;
  assert.equal(readerOf(document('<meta name="reader" content="user_ada">')), 'user_ada');
  assert.equal(readerOf(document('')), '');
  assert.equal(readerOf(document('<meta name="reader" content="user_ada"><meta name="reader-impersonator" content="user_x">')), '');
  assert.equal(readerOf(document('', '<meta name="reader" content="user_eve">')), '');
});

test('a moment has the offset of its zone at that time', () => {
  assert.deepEqual(momentIn('Europe/Berlin', '2026-07-01T12:00:00Z'), { ...momentIn('', '2026-07-01T12:00:00Z'), offset: 120 });
  assert.equal(momentIn('Europe/Berlin', '2026-12-01T12:00:00.250Z').offset, 60);
  assert.equal(momentIn('Europe/Berlin', '2026-12-01T12:00:00.250Z').at, '2026-12-01T12:00:00.250Z');
  assert.equal(momentIn('Asia/Kathmandu', '2026-12-01T00:00:00+01:00').offset, 345);
  assert.equal(momentIn('America/St_Johns', '2026-12-01T12:00:00.999Z').offset, -210);
  // Midnight, which some clocks call 24.
  assert.equal(momentIn('UTC', '2026-12-01T00:00:00Z').offset, 0);
  assert.equal(momentIn('No/Where', '').at.length, 24);
});

test('changes are told in words, and corrected where somebody typed', () => {
  const log = { ...MADE, kind: 'log-attempt', fields: { id: ID, problem_id: 'p', status: 'solved', minutes: '12', notes: '' } };
  assert.equal(inWords(log, 'Two Sum'), 'Log an attempt at “Two Sum”: solved in 12 min');
  assert.equal(problemOf(log), 'p');
  assert.deepEqual(typedIn(log), { status: 'solved', minutes: '12', notes: '' });
  assert.deepEqual(retyped(log, { minutes: '15' })['fields'], { ...log.fields, minutes: '15' });
  const edit = { ...MADE, kind: 'edit-problem', was: { id: 'p', title: 'Old', tags: 'a', revision: '3' }, becomes: { id: 'p', title: 'New', tags: 'a', revision: '3' } };
  assert.equal(inWords(edit, 'Two Sum'), 'Change “Two Sum”');
  assert.equal(problemOf(edit), 'p');
  assert.deepEqual(typedIn(edit), { title: 'New' });
  assert.deepEqual(rebased(edit, { title: 'Theirs' }), { was: { id: 'p', title: 'Theirs', tags: 'a', revision: '3' } });
  const star = { ...MADE, kind: 'star', problem: 'p', starred: false };
  assert.equal(inWords(star, ''), 'Take the star from a problem');
  assert.equal(problemOf(star), 'p');
  assert.equal(inWords({ ...MADE, kind: 'add-problem', fields: { id: 'p', link: 'https://x', title: '' } }, ''), 'Add “https://x”');
});

test('a refusal says why, and what is wrong with which field', () => {
  assert.deepEqual(reasonOf({ outcome: 'refused', error: { Invalid: { minutes: 'Whole minutes.' } } })[1], { minutes: 'Whole minutes.' });
  assert.match(reasonOf({ outcome: 'refused', error: 'NotFound' })[0], /not in your journal/);
  assert.notEqual(reasonOf({ outcome: 'refused' })[0], '');
});
