import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastly, looksLikeLink, ranked, rankedProblems, type Item } from '../../src/browser/js/palette/items';

const page = (title: string, also?: string): Item => ({ id: title, group: 'Pages', title, href: `/${title}`, ...(also && { also }) });
const titles = (items: { title: string }[]) => items.map(({ title }) => title);

test('a name matches before another word for it, and a coincidence not at all', () => {
  const items = [page('Journal', 'home tags'), page('Tags', 'rename'), page('Recent changes', 'undo')];
  assert.deepEqual(titles(ranked('tag', items)), ['Tags', 'Journal']);
  assert.deepEqual(titles(ranked('undo', items)), ['Recent changes']);
  assert.deepEqual(titles(ranked('nc', items)), []);
  assert.deepEqual(titles(ranked('', items)), titles(items));
});

test('of an old answer only stays what still fits; of the right one everything', () => {
  const items = [page('Two Sum'), page('Rotate Array'), page('Summary')];
  assert.deepEqual(titles(rankedProblems('sum', items, 'su')), ['Summary', 'Two Sum']);
  // The server compares by rules of its own.
  assert.deepEqual(titles(rankedProblems('sum', items, 'sum')), ['Summary', 'Two Sum', 'Rotate Array']);
});

test('what was typed can be searched for, and a link be added', () => {
  assert.deepEqual(lastly('a&b #1', null).map(({ href }) => href), ['/problems?q=a%26b%20%231']);
  assert.deepEqual(lastly('https://x.org/a?b=1', null).map(({ href }) => href),
    ['/problems/new?link=https%3A%2F%2Fx.org%2Fa%3Fb%3D1', '/problems?q=https%3A%2F%2Fx.org%2Fa%3Fb%3D1']);
  assert.equal(lastly('y', { title: 'Two Sum', href: '/problems/new?link=y', note: 'LeetCode' })[0]?.title, 'Add this problem: Two Sum');
  assert.ok(lastly('x'.repeat(5_000), null)[0]!.title.length < 100);
});

test('web addresses are told from searches', () => {
  for (const link of ['https://leetcode.com/problems/3sum/', 'leetcode.com/problems/3sum', '3Sum – https://leetcode.com/problems/3sum']) assert.ok(looksLikeLink(link), link);
  for (const search of ['', 'two sum', 'and/or', 'site:leetcode.com', 'node.js', 'tag:a.b']) assert.ok(!looksLikeLink(search), search);
});
