import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, match, pieces } from '../../src/browser/js/palette/score';

/** The text with its marked parts in brackets; null when it does not match. */
function marked(query: string, text: string): string | null {
  const found = match(query, text);
  return found && pieces(text, found.marks).map((piece) => piece.marked ? `[${piece.text}]` : piece.text).join('');
}

/** Texts from the best match to the worst. */
function order(query: string, texts: string[]): string[] {
  return texts
    .map((text) => ({ text, found: match(query, text) }))
    .filter(({ found }) => found !== null)
    .sort((a, b) => b.found!.score - a.found!.score)
    .map(({ text }) => text);
}

test('the letters of a word must all be there, in their order', () => {
  assert.equal(marked('abc', 'a b c'), '[a] [b] [c]');
  assert.equal(marked('acb', 'abc'), null);
  assert.equal(marked('abcd', 'abc'), null);
  assert.equal(marked('a', ''), null);
  assert.equal(marked('', 'abc'), 'abc');
  assert.equal(marked('   ', 'abc'), 'abc');
});

test('the beginnings of words are taken before letters inside of them', () => {
  assert.equal(marked('ts', 'Best Two Sum'), 'Best [T]wo [S]um');
  assert.equal(marked('lis', 'Longest Increasing Subsequence'), '[L]ongest [I]ncreasing [S]ubsequence');
  assert.equal(marked('lru', 'LRUCache lru'), '[LRU]Cache lru');
  assert.equal(marked('bt', 'isBinaryTree'), 'is[B]inary[T]ree');
});

test('letters side by side are taken before scattered ones', () => {
  assert.equal(marked('sum', 'Stack Union Merge, Two Sum'), 'Stack Union Merge, Two [Sum]');
  assert.equal(marked('rray', 'r a array'), 'r a a[rray]');
});

test('better matches come first', () => {
  assert.deepEqual(order('sum', ['Assume', 'Two Sum', 'Summary', 'Sum', 'Stumble up']), ['Sum', 'Summary', 'Two Sum', 'Assume', 'Stumble up']);
  assert.deepEqual(order('add', ['Already odd', 'Ladder', 'Add a problem']), ['Add a problem', 'Ladder', 'Already odd']);
  // The whole word, and the shorter text.
  assert.deepEqual(order('tag', ['Tagging', 'Tag']), ['Tag', 'Tagging']);
});

test('words match in any order; in the typed one they match better', () => {
  assert.equal(marked('sum two', 'Two Sum'), '[Two] [Sum]');
  assert.ok(match('two sum', 'Two Sum')!.score > match('sum two', 'Two Sum')!.score);
  assert.equal(marked('two four', 'Two Sum'), null);
});

test('case, accents and width are not told apart, and marks stand where the letters do', () => {
  assert.equal(fold('ÉÅß ﬁ Ａ'), 'eaß fi a');
  assert.equal(marked('eleve', 'Élève'), '[Élève]');
  assert.equal(marked('ÉLÈVE', 'eleve'), '[eleve]');
  // Accents as characters of their own belong to their letter.
  assert.equal(marked('ab', 'xa\u0301b'), 'x[a\u0301b]');
  assert.equal(marked('fin', 'ﬁn'), '[ﬁn]');
  assert.equal(marked('b', '😀b'), '😀[b]');
  assert.equal(marked('😀', 'a😀b'), 'a[😀]b');
  assert.equal(marked('树', '二叉树'), '二叉[树]');
  assert.equal(marked('עולם', 'שלום עולם'), 'שלום [עולם]');
});

test('letters out of the middle of words are loose, beginnings and long runs are not', () => {
  for (const [query, text, loose] of [
    ['dp', 'Add a problem', true],
    ['ap', 'Add a problem', false],
    ['adprob', 'Add a problem', false],
    ['roblem', 'Add a problem', false],
    ['ob', 'Add a problem', true],
  ] as const) assert.equal(match(query, text)?.loose, loose, query);
});

test('long and hostile texts are answered quickly and to the letter', () => {
  const start = performance.now();
  assert.equal(match('a'.repeat(10_000), 'a'.repeat(10_000)), null);
  assert.notEqual(match('a'.repeat(100), 'ab'.repeat(10_000)), null);
  assert.equal(match('b'.repeat(90), 'a'.repeat(10_000)), null);
  assert.ok(performance.now() - start < 1_000);
  for (const text of ['%_\\', '.*', '<b>', '"\'', '[', '\0']) assert.equal(marked(text, text), `[${text}]`);
});

test('what is marked is in the text, in its order, and the pieces are the text', () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const letters = [...'ab cAB-éE\u0301😀树'];
  const text = (length: number) => Array.from({ length }, () => letters[random(letters.length)]).join('');
  for (let round = 0; round < 3_000; round += 1) {
    const [query, target] = [text(random(5)), text(random(14))];
    const found = match(query, target);
    if (!found) continue;
    let at = 0;
    for (const [start, end] of found.marks) {
      assert.ok(start >= at && end > start && end <= target.length, JSON.stringify([query, target, found]));
      at = end;
    }
    assert.equal(pieces(target, found.marks).map((piece) => piece.text).join(''), target);
    assert.ok(Number.isFinite(found.score));
  }
});
