// The session's tokens live for a minute, and nobody notices. Here they run out on the spot (identity.ts).
import { expect, expectAccessible, open, somebodyNew, test } from './fixtures';
import { control, Person } from './identity';
import { addProblem } from './journal';

const heading = { level: 1 } as const;

for (const [words, refresh] of [['by its refresh cookie', true], ['by a handshake', false]] as const) {
  test.describe(`renewed ${words}`, () => {
    // The first refusal of what a script asks is expected.
    test.use({ expectsErrors: true });

    test('a form that was open for too long is saved as it is', async ({ page, context, javaScriptEnabled }) => {
      const person = await Person.signIn(context, somebodyNew(), { refresh });
      await open(page, '/problems/new', javaScriptEnabled);
      await page.getByLabel('Title').fill('Typed for an hour');
      await page.getByLabel('Description').fill('and *not* lost');
      await page.getByRole('radio', { name: 'Hard' }).check();
      await person.isLate();
      await page.getByRole('button', { name: 'Add the problem' }).click();
      await expect(page.getByRole('heading', heading)).toHaveText('Typed for an hour');
      await expect(page.getByText('and not lost')).toBeVisible();
    });

    test('a late form with a mistake comes back with what was typed', async ({ page, context, javaScriptEnabled }) => {
      const person = await Person.signIn(context, somebodyNew(), { refresh });
      await open(page, '/problems/new', javaScriptEnabled);
      await page.getByLabel('Description').fill('precious');
      await person.isLate();
      await page.getByRole('button', { name: 'Add the problem' }).click();
      await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
      await expect(page.getByLabel('Description')).toHaveValue('precious');
    });

    test('every page opens', async ({ page, context, javaScriptEnabled }) => {
      const person = await Person.signIn(context, somebodyNew(), { refresh });
      const problem = await addProblem(page, 'Two Sum', javaScriptEnabled);
      for (const [address, title] of [
        ['/', 'Journal'], ['/problems', 'Problems'], ['/problems/new', 'Add a problem'], [problem, 'Two Sum'],
        [`${problem}/edit`, 'Edit'], [`${problem}/attempts/new`, 'Log an attempt'], ['/tags', 'Tags'], ['/undo', 'Recent changes'],
        ['/settings', 'Settings'],
      ] as const) {
        await person.isLate();
        await page.goto(address);
        await expect(page.getByRole('heading', heading), address).toContainText(title);
        expect(new URL(page.url()).pathname).toBe(address);
      }
    });
  });
}

test.describe('leaving', () => {
// The address of the first is nothing to the second.
test.use({ expectsErrors: true });
test('signing out ends the session, and the way back shows nothing', async ({ page, context, javaScriptEnabled }) => {
  await Person.signIn(context, somebodyNew());
  const problem = await addProblem(page, 'Secret of the first', javaScriptEnabled);
  await open(page, problem, javaScriptEnabled);
  await page.locator('.account summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', heading)).toHaveText('Who are you today?');
  await expect(page.getByText('Secret of the first')).toHaveCount(0);

  // Somebody else in the same browser.
  await page.getByLabel('Name').fill(somebodyNew());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', heading)).toHaveText('This page is not here');
  await open(page, '/problems', javaScriptEnabled);
  await expect(page.getByText('Secret of the first')).toHaveCount(0);
});

});

test('an unfinished sign-in is finished on the way', async ({ page }) => {
  await page.goto('/problems');
  await page.getByLabel('Name').fill(somebodyNew());
  await page.getByLabel('with a step left to finish').check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('heading', heading)).toHaveText('Problems');
});

test('who acts for somebody is seen on every page and may not delete', async ({ page, context, javaScriptEnabled }) => {
  const name = somebodyNew();
  await Person.signIn(context, name);
  const problem = await addProblem(page, 'Two Sum', javaScriptEnabled);
  await Person.signIn(context, name, { claims: { act: { sub: 'user_support' } } });
  await open(page, problem, javaScriptEnabled);
  await expect(page.getByRole('region', { name: 'Acting for somebody else' })).toBeVisible();
  if (javaScriptEnabled !== false) await expectAccessible(page);
});

test.describe('deleted', () => {
test.use({ expectsErrors: true });
test('whoever is deleted at the provider is gone here', async ({ page, context, javaScriptEnabled }) => {
  const name = somebodyNew();
  await Person.signIn(context, name);
  await addProblem(page, 'Two Sum', javaScriptEnabled);
  const deleted = { type: 'user.deleted', data: { id: `user_${name}`, object: 'user', deleted: true }, times: 2 };
  const { statuses } = await control<{ statuses: number[] }>(context.request, 'webhooks', deleted);
  expect(statuses).toEqual([200, 200]);
  const answer = await page.goto('/problems');
  expect(answer?.status()).toBe(401);
  await expect(page.getByText('Two Sum')).toHaveCount(0);
});
});
