import { expect, expectAccessible, open, somebodyNew, test } from './fixtures';
import { Person } from './identity';
import { addProblem } from './problems';

test('a problem is shared, read by a stranger, added by a reader, and ended', async ({ signedIn: page, browser, javaScriptEnabled }) => {
  const hydrated = javaScriptEnabled !== false;
  const problem = await addProblem(page, { title: 'Two Sum', difficulty: 'easy', status: 'solved', notes: 'complement in a map' });
  await open(page, `/problems/${problem}`, javaScriptEnabled);
  await page.getByRole('link', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Share');
  await page.getByLabel('With my notes').check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const field = page.getByLabel('Link', { exact: true });
  await expect(field).toHaveValue(/\/s\/[0-9a-f]{32}$/);
  if (hydrated) await expectAccessible(page);
  const link = await field.inputValue();

  // Somebody without an account, and without scripts.
  const strange = await browser.newContext({ javaScriptEnabled: false });
  const stranger = await strange.newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await expect(stranger.getByText('complement in a map')).toBeVisible();
  await stranger.getByRole('button', { name: 'Add to my journal' }).click();
  // To sign in first.
  await expect(stranger).not.toHaveURL(/\/s\/[0-9a-f]{32}/);
  await strange.close();

  const other = await browser.newContext({ javaScriptEnabled });
  const reader = await other.newPage();
  await Person.signIn(other, somebodyNew());
  await reader.goto(link);
  await reader.getByRole('button', { name: 'Add to my journal' }).click();
  await expect(reader).toHaveURL(/\/problems\/[0-9a-f-]{36}/);
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Two Sum');

  await open(page, '/settings', javaScriptEnabled);
  await page.getByRole('link', { name: 'Shared links…' }).click();
  await expect(page.getByText('The problem and my notes')).toBeVisible();
  await page.getByText('End this link…').click();
  await page.getByRole('button', { name: 'End the link' }).click();
  await expect(page.getByText('The link has ended')).toBeVisible();
  await expect(page.getByText('Nothing is shared')).toBeVisible();
  expect((await reader.goto(link))?.status()).toBe(404);
  await other.close();
});
