// What happens to the provider happens to everybody, so these run by themselves.
import { expect, open, somebodyNew, test } from './fixtures';
import { control, Person } from './identity';
import { addProblem } from './journal';

test.use({ expectsErrors: true });
test.describe.configure({ mode: 'serial' });

const heading = { level: 1 } as const;

test.afterEach(async ({ request }) => {
  await control(request, 'outage', { jwks: false, backend: false, all: false });
  await control(request, 'rotate', { restore: true });
});

test('while the provider is away nobody is signed out, and afterwards all goes on', async ({ page, context }) => {
  const person = await Person.signIn(context, somebodyNew());
  await open(page, '/problems/new', true);
  await page.getByLabel('Title').fill('Typed meanwhile');
  await page.getByRole('radio', { name: 'Easy' }).check();
  await control(context.request, 'outage', { all: true });

  // A token that is still good needs nobody.
  const other = await context.newPage();
  await other.goto('/problems');
  await expect(other.getByRole('heading', heading)).toHaveText('Problems');
  await other.close();

  await person.isLate();
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByText('cannot reach a part of itself')).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue('Typed meanwhile');
  const away = await context.newPage();
  const answer = await away.goto('/problems');
  expect(answer?.status()).toBe(503);
  await expect(away.getByRole('heading', heading)).toHaveText('That did not work just now');
  await away.close();

  await control(context.request, 'outage', { all: false });
  await expect(async () => {
    await page.getByRole('button', { name: 'Add the problem' }).click();
    await expect(page.getByRole('heading', heading)).toHaveText('Typed meanwhile', { timeout: 2_000 });
  }).toPass();
});

// Last: a second new key within half a minute is not asked for.
test('a new key of the provider is taken up, although another was given', async ({ page, context }) => {
  const person = await Person.signIn(context, somebodyNew());
  await addProblem(page, 'Two Sum', true);
  await control(context.request, 'rotate', {});
  await person.isLate();
  await page.goto('/problems');
  await expect(page.getByRole('link', { name: 'Two Sum', exact: true }).first()).toBeVisible();
  // The old key's tokens are those of the key that was given.
  await control(context.request, 'rotate', { restore: true });
  await person.isFresh();
  await page.goto('/problems');
  await expect(page.getByRole('heading', heading)).toHaveText('Problems');
});
