import { expect, open, test } from './fixtures';

const LINK = 'https://leetcode.com/problems/two-sum/';

test('a browser may install the app, and knows what it offers', async ({ page, javaScriptEnabled }) => {
  await open(page, '/', javaScriptEnabled);
  const network = await page.context().newCDPSession(page);
  const { installabilityErrors } = await network.send('Page.getInstallabilityErrors');
  // A private window is none of the app's business.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  const { data, errors, url } = await network.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '{}');
  expect(manifest.share_target.params).toEqual({ title: 'title', text: 'text', url: 'link' });
  const files = [...manifest.icons, ...manifest.screenshots].map(({ src }: { src: string }) => new URL(src, url).href);
  for (const file of files) expect((await page.request.get(file)).status(), file).toBe(200);
  const addresses = manifest.shortcuts.map((shortcut: { url: string }) => shortcut.url);
  expect(addresses).toEqual(['/review', '/problems/new', '/problems']);
});

test('a page shared into the app lands in quick add', async ({ signedIn: page, javaScriptEnabled }) => {
  // As phones hand it over: the link in the text, the title beside it.
  const shared = new URLSearchParams({ title: 'Two Sum - LeetCode', text: LINK });
  await open(page, `/problems/new?${shared}`, javaScriptEnabled);
  await expect(page.getByLabel('Title')).toHaveValue('Two Sum');
  await expect(page.locator('#link')).toHaveValue(new RegExp(`${LINK}$`));
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
});

test('somebody who is signed out keeps what was shared', async ({ page, javaScriptEnabled }) => {
  const shared = new URLSearchParams({ text: LINK });
  await open(page, '/', javaScriptEnabled);
  const answer = await page.request.get(`/problems/new?${shared}`, { maxRedirects: 0, headers: { accept: 'text/html' } });
  const next = new URL(answer.headers().location ?? '', page.url()).searchParams.get('next') ?? '';
  expect(new URL(next, page.url()).searchParams.get('text')).toBe(LINK);
});
