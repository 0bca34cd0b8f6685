// What happens to the server happens to everybody who uses it: these have one of their own, and run by themselves.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDelivered, isReady, logAttempt, stored, wake } from './device';
import { expect, somebodyNew, test } from './fixtures';
import { OwnApp, endConnections } from './own-app';

test.use({ serviceWorkers: 'allow', expectsErrors: true });

let app: OwnApp;
test.beforeEach(async ({ context, request }) => {
  app = await OwnApp.start(request);
  await app.signIn(context, somebodyNew());
});
test.afterEach(() => app.kill());

test('the server is killed and the database restarted between any two steps: everything is there once', async ({ page, context, request }) => {
  test.setTimeout(180_000);
  await page.goto(`${app.origin}/problems/new`);
  await wake(page);
  await isReady(page);
  await page.getByLabel('Title').fill('Two Sum');
  await page.getByRole('radio', { name: 'Easy' }).check();
  await app.kill();
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  const address = page.url();
  for (const turn of [1, 2, 3, 4, 5]) {
    // A start while the server is away; or one that it serves, and then it is gone.
    if (turn % 2 === 0) await app.run(request);
    await page.goto(address);
    await wake(page);
    if (turn % 2 === 0) await app.kill();
    await logAttempt(page, turn % 2 ? 'Solved' : 'Failed', `turn ${turn}`);
    await expect(page.getByRole('article')).toHaveCount(turn, { timeout: 30_000 });
    await app.run(request);
    await endConnections();
    await isDelivered(page);
    await app.kill();
  }
  await app.run(request);
  await endConnections();
  await page.goto(address);
  await wake(page);
  await isDelivered(page);
  const all = await stored(context, app.origin);
  expect([...all.keys()]).toEqual(['Two Sum']);
  const notes = all.get('Two Sum')!.attempts.map((attempt) => attempt.notes).sort();
  expect(notes).toEqual([1, 2, 3, 4, 5].map((turn) => `turn ${turn}`));
});

test('a later build is announced, both work meanwhile, and one press moves over', async ({ page, context, request }) => {
  test.setTimeout(120_000);
  await page.goto(`${app.origin}/problems/new`);
  await isReady(page);
  const before = await page.evaluate(() => caches.keys());
  const version = (names: string[]) => names.filter((name) => name.startsWith('assets-'));
  expect(version(before)).toHaveLength(1);

  // Build B: another script under the same name, and the server that knows it.
  const site = await mkdtemp(join(tmpdir(), 'gitgud-'));
  await cp(process.env.GITGUD_SITE_ROOT!, site, { recursive: true });
  const script = join(site, 'js', 'enhance.js');
  await writeFile(script, `${await readFile(script, 'utf8')}\ndocument.documentElement.dataset.build = 'b';\n`);
  await Promise.all([rm(`${script}.br`, { force: true }), rm(`${script}.gz`, { force: true })]);
  await app.kill();
  await app.run(request, site);

  // A is still open and works; nothing is loaded again under the hands.
  await wake(page);
  await page.getByLabel('Title').fill('typed meanwhile');
  await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())!.update(); });
  const news = page.getByRole('region', { name: 'New version' });
  await expect(news).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue('typed meanwhile');
  expect(version(await page.evaluate(() => caches.keys()))).toHaveLength(2);

  // Without the network A goes on, too.
  await context.setOffline(true);
  const other = await context.newPage();
  await other.goto(`${app.origin}/problems`);
  await wake(other);
  await other.close();
  await context.setOffline(false);

  await page.getByRole('button', { name: 'Use it now' }).click();
  await expect(page.locator('html[data-build="b"]')).toBeAttached();
  await expect(news).toHaveCount(0);
  // And B opens without the network.
  await context.setOffline(true);
  await page.goto(`${app.origin}/problems`);
  await wake(page);
  await expect(page.locator('html[data-build="b"]')).toBeAttached();
  await rm(site, { recursive: true });
});
