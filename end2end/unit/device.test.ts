// The copy of the journal and the outbox on a device: what is stored, in which order it is delivered, and what is left of it
// when everything stops in the middle.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { again, deliver, newId } from '../../src/browser/js/journal/outbox';
import { Store, readersHere, type Change, type CopyPage, type Outcome, type ProblemCopy } from '../../src/browser/js/journal/store';
import { sync, type Ask } from '../../src/browser/js/journal/sync';

/** The locks of a browser: whoever asks for one waits for those before. */
const held = new Map<string, Promise<unknown>>();
const locks = {
  request<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (held.get(name) ?? Promise.resolve()).catch(() => undefined).then(work);
    held.set(name, turn);
    return turn;
  },
};
Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });

let people = 0;
const newStore = () => new Store(`user_${people += 1}`);

const copy = (id: string, ...attempts: string[]): ProblemCopy => ({
  problem: { id, title: `Title of ${id}`, description: `About ${id}` },
  attempts: attempts.map((attempt) => ({ id: attempt, notes: `Notes of ${attempt}`, code: `Code of ${attempt}` })),
});
const page = (nextCursor: string, more: boolean, ...data: CopyPage['data']): CopyPage =>
  ({ data, nextCursor, more, person: more ? null : { settings: {} } });
const there = (copy: ProblemCopy) => ({ id: copy.problem.id, copy });

const change = (name: string): Change => ({ id: `id-${name}`, madeAt: '2026-11-22T10:00:00Z', kind: 'star', problem: name, starred: true });
const json = (body: unknown, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });
const done: Outcome = { outcome: 'done' };

/** A server that answers what it is told to, and what it was asked. */
function server(...answers: (Response | Error | (() => Response | Promise<Response>))[]): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  const ask: Ask = async (path, init) => {
    asked.push(init?.body ? (JSON.parse(String(init.body)) as Change).id : path);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`not to be asked: ${path}`);
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer : answer();
  };
  return { ask, asked };
}

test('a copy is told of as it came, with what is long apart from it', async () => {
  const store = newStore();
  await store.apply(page('c', false, there(copy('p1', 'a1', 'a2')), there(copy('p2'))), 1);
  assert.deepEqual(JSON.parse(await store.problem('p1')), copy('p1', 'a1', 'a2'));
  const rows = JSON.parse(await store.rows()) as ProblemCopy[];
  assert.deepEqual(rows.map(({ problem }) => problem.id), ['p1', 'p2']);
  assert.equal(rows[0]!.problem.description, null);
  assert.deepEqual(rows[0]!.attempts[0], { id: 'a1', notes: null, code: null });
  const texts = JSON.parse(await store.texts());
  assert.deepEqual(texts.p1, { description: 'About p1', attempts: { a1: { notes: 'Notes of a1', code: 'Code of a1' }, a2: { notes: 'Notes of a2', code: 'Code of a2' } } });
  assert.equal(await store.problemOf('a2'), 'p1');
  assert.equal(await store.problem('p3'), '');
  assert.equal(await store.problemOf('a9'), '');
});

test('what has changed takes the place of what was there, and what is gone goes with its attempts', async () => {
  const store = newStore();
  await store.apply(page('c', false, there(copy('p1', 'a1', 'a2')), there(copy('p2', 'b1'))), 1);
  await store.apply(page('d', false, there(copy('p1', 'a2', 'a3')), { id: 'p2', copy: null }), 2);
  assert.equal(await store.problemOf('a1'), '');
  assert.equal(await store.problemOf('a3'), 'p1');
  assert.equal(await store.problemOf('b1'), '');
  assert.equal(await store.problem('p2'), '');
  assert.deepEqual(Object.keys(JSON.parse(await store.texts())), ['p1']);
  assert.equal(await store.countProblems(), 1);
});

test('a page that cannot be stored is stored in no part, and its cursor neither', async () => {
  const store = newStore();
  await store.apply(page('c', false, there(copy('p1'))), 1);
  const broken = { ...page('d', false, there(copy('p2'))), person: { toJSON() { throw new Error('the power is out'); } } };
  await assert.rejects(store.apply(broken, 2));
  assert.equal(await store.meta('cursor'), 'c');
  assert.equal(await store.problem('p2'), '');
});

test('a journal is read page by page from where it ended, and is complete after the last one only', async () => {
  const store = newStore();
  const first = server(json(page('c1', true, there(copy('p1')))), new TypeError('no network'));
  assert.equal(await sync(store, first.ask), false);
  assert.equal(await store.isComplete(), false);
  const second = server(json(page('c2', false, there(copy('p2')))));
  assert.equal(await sync(store, second.ask), true);
  assert.match(second.asked[0]!, /cursor=c1&/);
  assert.equal(await store.isComplete(), true);
  assert.equal(await store.countProblems(), 2);
  assert.deepEqual(JSON.parse((await store.meta<string>('person'))!), { settings: {} });
});

test('a cursor that is no longer good begins anew, without what is not there any more, once', async () => {
  const store = newStore();
  await store.setMeta('timers', '[]');
  await store.apply(page('old', false, there(copy('gone')), there(copy('p1'))), 1);
  await store.keep(change('waits'));
  const anew = server(json('NotFound', 404), json(page('c', false, there(copy('p1')))));
  assert.equal(await sync(store, anew.ask), true);
  assert.match(anew.asked[1]!, /cursor=&/);
  assert.equal(await store.problem('gone'), '');
  assert.equal(await store.meta('timers'), '[]');
  assert.equal((await store.counts()).waiting, 1);
  const broken = server(json('NotFound', 404), json('NotFound', 404));
  assert.equal(await sync(store, broken.ask), false);
});

test('answers that are none leave the copy as it is', async () => {
  const store = newStore();
  await store.apply(page('c', false, there(copy('p1'))), 1);
  for (const answer of [json('SignedOut', 401), json('Unavailable', 503), new Response('<html>', { status: 200 })]) {
    assert.equal(await sync(store, server(answer).ask), false);
  }
  assert.equal(await store.meta('cursor'), 'c');
  assert.equal(await store.isComplete(), true);
});

test('a copy that is removed while an answer is under way is not made again', async () => {
  const store = newStore();
  let wanted = true;
  const slow = server(async () => { wanted = false; await store.dropCopy(false); return json(page('c', false, there(copy('p1')))); });
  assert.equal(await sync(store, slow.ask, () => wanted), false);
  assert.equal(await store.countProblems(), 0);
});

test('changes are delivered in order, one after the other', async () => {
  const store = newStore();
  for (const name of ['1', '2', '3']) await store.keep(change(name));
  await store.keep(change('1'));
  let open = 0;
  const one = async () => {
    assert.equal(open += 1, 1);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
    open -= 1;
    return json(done);
  };
  const { ask, asked } = server(one, one, one);
  const told: number[] = [];
  assert.deepEqual(await deliver(store, ask, (left) => told.push(left)), { saved: 3, parked: 0, left: 0, restFor: 0 });
  assert.deepEqual(asked, ['id-1', 'id-2', 'id-3']);
  assert.deepEqual(told, [3, 2, 1]);
  assert.deepEqual(await store.outbox(), []);
});

test('two tabs deliver each change once, and copy a journal once', async () => {
  const store = newStore();
  for (const name of ['1', '2', '3']) await store.keep(change(name));
  const { ask, asked } = server(json(done), json(done), json(done));
  const both = await Promise.all([deliver(store, ask), deliver(new Store(store.reader), ask)]);
  assert.equal(both[0]!.saved + both[1]!.saved, 3);
  assert.deepEqual(asked, ['id-1', 'id-2', 'id-3']);
  const pages = server(json(page('c', false, there(copy('p1')))));
  assert.deepEqual(await Promise.all([sync(store, pages.ask), sync(new Store(store.reader), pages.ask)]), [true, true]);
});

test('what could not be delivered stays, with everything behind it', async () => {
  for (const answer of [
    new TypeError('no network'), json('SignedOut', 401), json('Pending', 403), json('TooMany', 429, { 'retry-after': '7' }),
    json('Internal', 500), json('NotFound', 404), new Response('<html>', { status: 200 }), json({ said: 'nothing' }),
  ]) {
    const store = newStore();
    for (const name of ['1', '2']) await store.keep(change(name));
    const { ask, asked } = server(json(done), answer);
    const { saved, parked, left, restFor } = await deliver(store, ask);
    assert.deepEqual([saved, parked, left], [1, 0, 1]);
    assert.equal(restFor, answer instanceof Response && answer.status === 429 ? 7_000 : 0);
    assert.deepEqual(asked, ['id-1', 'id-2']);
    assert.deepEqual((await store.outbox()).map(({ id }) => id), ['id-2']);
  }
});

test('what is refused or in conflict is set aside with the answer, and the next goes on', async () => {
  const store = newStore();
  for (const name of ['1', '2', '3', '4']) await store.keep(change(name));
  const conflict = { outcome: 'conflict', stored: { title: 'Theirs' } };
  const { ask } = server(json(conflict), json({ outcome: 'refused', error: 'NotFound' }), json('BadRequest', 400), json({ outcome: 'already-there', problem: 'p' }));
  assert.deepEqual(await deliver(store, ask), { saved: 1, parked: 3, left: 0, restFor: 0 });
  const parked = await store.outbox();
  assert.deepEqual(parked.map(({ id, state }) => [id, state]), [['id-1', 'parked'], ['id-2', 'parked'], ['id-3', 'parked']]);
  assert.deepEqual(parked.map(({ outcome }) => outcome), [conflict, { outcome: 'refused', error: 'NotFound' }, { outcome: 'refused', error: 'BadRequest' }]);
  // Nobody asks for them again.
  assert.deepEqual(await deliver(store, server().ask), { saved: 0, parked: 0, left: 0, restFor: 0 });
  assert.deepEqual(await store.counts(), { waiting: 0, parked: 3 });
});

test('what was typed about a problem that was there already becomes an edit of it, before whatever comes after', async () => {
  const store = newStore();
  await store.apply(page('c', false), 1);
  const typed = { id: 'mine', revision: '', link: 'https://a.example/', title: 'A', difficulty: 'easy', tags: 'dp', description: 'Find it.' };
  await store.keep({ ...change('1'), kind: 'add-problem', fields: typed });
  await store.keep({ ...change('2'), kind: 'add-problem', fields: { ...typed, tags: ' ', description: '' } });
  await store.keep(change('3'));
  const there = () => json({ outcome: 'already-there', problem: 'theirs' });
  // Cut off after the first answer: the edit waits behind the addition, which pages need until they know the other.
  assert.equal((await deliver(store, server(there(), new TypeError('no network')).ask)).left, 3);
  assert.deepEqual((await store.ahead()).map(({ kind }) => kind), ['add-problem', 'edit-problem', 'add-problem', 'star']);
  const [first, ...others] = await store.outbox();
  assert.deepEqual(others.map(({ id }) => id), ['id-2', 'id-3']);
  const { id, madeAt, timeZone: _, ...edit } = first!.change;
  assert.notEqual(id, 'id-1');
  assert.equal(madeAt, change('1').madeAt);
  // Without a revision: it is nobody's form.
  assert.deepEqual(edit, { kind: 'edit-problem', was: { ...typed, id: 'theirs', tags: '', description: '' }, becomes: { ...typed, id: 'theirs' } });
  const { ask, asked } = server(json(done), there(), json(done));
  assert.equal((await deliver(store, ask)).saved, 3);
  assert.deepEqual(asked, [id, 'id-2', 'id-3']);
  await store.apply(page('d', false), Date.now());
  assert.deepEqual(await store.ahead(), []);
});

test('a change that is discarded while it is under way does not come back', async () => {
  const store = newStore();
  const typed = { id: 'mine', tags: 'dp', description: '' };
  await store.keep({ ...change('1'), kind: 'add-problem', fields: typed });
  const { ask } = server(async () => {
    for (const { seq } of await store.outbox()) await store.remove(seq);
    return json({ outcome: 'already-there', problem: 'theirs' });
  });
  await deliver(store, ask);
  assert.deepEqual(await store.outbox(), []);
});

test('a change whose answer was lost, or could not be stored, is delivered again under its id', async () => {
  const store = newStore();
  await store.keep(change('1'));
  await store.keep(change('2'));
  // The server had it, the answer did not arrive.
  await deliver(store, server(new TypeError('cut off')).ask);
  // The answer arrived, and the browser was closed before it was stored.
  const dying = new Store(store.reader);
  dying.settle = async () => { throw new Error('the browser was closed'); };
  await assert.rejects(deliver(dying, server(json(done)).ask));
  const { ask, asked } = server(json(done), json(done));
  assert.equal((await deliver(store, ask)).saved, 2);
  assert.deepEqual(asked, ['id-1', 'id-2']);
});

test('a change made while others are delivered goes out after them', async () => {
  const store = newStore();
  await store.keep(change('1'));
  const { ask, asked } = server(async () => { await store.keep(change('2')); return json(done); }, json(done));
  assert.equal((await deliver(store, ask)).saved, 2);
  assert.deepEqual(asked, ['id-1', 'id-2']);
});

test('another change in the place of one that was parked has an id of its own, and goes to the end', async () => {
  const store = newStore();
  for (const name of ['1', '2']) await store.keep(change(name));
  await deliver(store, server(json({ outcome: 'refused', error: 'NotFound' }), new TypeError('no network')).ask);
  const [parked] = await store.outbox();
  const mine = again(parked!.change, { starred: false });
  assert.notEqual(mine.id, parked!.id);
  await store.remove(parked!.seq, mine);
  assert.deepEqual((await store.outbox()).map(({ id, state }) => [id, state]), [['id-2', 'waiting'], [mine.id, 'waiting']]);
});

test('a new id is of version 7, and later ones come after earlier ones', () => {
  const ids = [newId(1), newId(1_000), newId(Date.UTC(2026, 10, 22))];
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(parseInt(ids[2]!.replaceAll('-', '').slice(0, 12), 16), Date.UTC(2026, 10, 22));
});

test('readers do not see each other, and a deleted journal is gone', async () => {
  const [one, other] = [newStore(), newStore()];
  await one.apply(page('c', false, there(copy('p1'))), 1);
  await other.keep(change('1'));
  assert.equal(await other.problem('p1'), '');
  assert.ok((await readersHere()).includes(one.reader));
  await one.delete();
  assert.equal((await readersHere()).includes(one.reader), false);
  assert.equal((await other.counts()).waiting, 1);
});

test('what was delivered is shown until the copy that has it is here', async () => {
  const store = newStore();
  await store.apply(page('c1', false, there(copy('p1'))), Date.now());
  for (const name of ['1', '2']) await store.keep(change(name));
  const { ask } = server(json(done), new TypeError('no network'));
  await deliver(store, ask);
  assert.deepEqual((await store.outbox()).map(({ id }) => id), ['id-2']);
  assert.deepEqual((await store.ahead()).map(({ id }) => id), ['id-1', 'id-2']);
  assert.deepEqual(await store.counts(), { waiting: 1, parked: 0 });
  // A copy that was begun before knows nothing of it, nor does a part of one.
  await store.apply(page('c2', false), 1);
  await store.apply(page('c3', true), Date.now() + 1);
  assert.equal((await store.ahead()).length, 2);
  await store.apply(page('c4', false), Date.now() + 1);
  assert.deepEqual((await store.ahead()).map(({ id }) => id), ['id-2']);
});

test('a clock that was ahead stops nothing', async () => {
  const store = newStore();
  const ahead = Date.now() + 1_000_000;
  await store.apply(page('c1', false), ahead);
  await store.keep(change('1'));
  await store.settle((await store.outbox())[0]!.seq, ahead);
  const { ask, asked } = server(json(page('c2', false)));
  assert.equal(await sync(store, ask), true);
  assert.equal(asked.length, 1);
  assert.deepEqual(await store.ahead(), []);
});

test('a copy that is said in another way is made anew', async () => {
  const store = newStore();
  await store.apply(page('c1', false, there(copy('p1'))), 1);
  await store.setMeta('shape', 0);
  assert.equal(await store.isComplete(), false);
  const { ask, asked } = server(json(page('c2', false, there(copy('p2')))));
  assert.equal(await sync(store, ask), true);
  assert.match(asked[0]!, /cursor=&/);
  assert.equal(await store.isComplete(), true);
  assert.equal(await store.problem('p1'), '');
});

test('what breaks the server each time is set aside in the end, and the rest goes on', async () => {
  const store = newStore();
  for (const name of ['1', '2']) await store.keep(change(name));
  for (let turn = 1; turn < 8; turn += 1) {
    assert.deepEqual(await deliver(store, server(json('Internal', 500)).ask), { saved: 0, parked: 0, left: 2, restFor: 0 });
  }
  assert.deepEqual(await deliver(store, server(json('Internal', 500), json(done)).ask), { saved: 1, parked: 1, left: 0, restFor: 0 });
  assert.deepEqual((await store.outbox()).map(({ id, state }) => [id, state]), [['id-1', 'parked']]);
});
