// Every form of the product, sent when the session's token has run out (identity.ts): each is done, none is typed twice.
import { expect, open, somebodyNew, test } from './fixtures';
import { Person } from './identity';
import { addProblem } from './journal';
import type { Page } from '@playwright/test';

interface Late {
  name: string;
  /** Where the form is, for somebody with this problem. */
  at: (problem: string) => string;
  fill: (page: Page) => Promise<void>;
  send: (page: Page) => Promise<void>;
  done: (page: Page) => Promise<void>;
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
const title = (text: string) => async (page: Page) => { await expect(page.getByRole('heading', { level: 1 })).toHaveText(text); };
const says = (text: string | RegExp) => async (page: Page) => { await expect(page.getByText(text).first()).toBeVisible(); };
const nothing = async () => {};
const id = (problem: string) => problem.split('/')[2];

const FORMS: Late[] = [
  {
    name: 'a problem is edited', at: (problem) => `${problem}/edit`,
    fill: (page) => page.getByLabel('Title').fill('Three Sum'), send: press('Save the problem'), done: title('Three Sum'),
  },
  {
    name: 'an attempt is logged', at: (problem) => `${problem}/attempts/new`,
    fill: async (page) => { await page.getByRole('radio', { name: 'Solved' }).check(); await page.getByLabel('Minutes').fill('12'); },
    send: press('Save the attempt'), done: says('Logged: solved in 12 min'),
  },
  {
    name: 'many are starred, by the button that says so', at: (problem) => `/problems/bulk?ids=${id(problem)}`,
    fill: nothing, send: press('Star'), done: says(/Starred/),
  },
  {
    name: 'tags are renamed', at: () => '/tags',
    fill: async (page) => { await page.getByLabel('array', { exact: true }).check(); await page.getByLabel('New name of the selected').fill('arrays'); },
    send: press('Rename or merge'), done: says(/arrays/),
  },
  {
    name: 'settings are saved', at: () => '/settings',
    fill: (page) => page.getByLabel('Minutes a day').fill('45'), send: press('Save the settings'),
    done: async (page) => { await expect(page).toHaveURL(/saved=/); await expect(page.getByLabel('Minutes a day')).toHaveValue('45'); },
  },
  {
    name: 'a search is saved', at: () => '/problems/views/new?q=is%3Afailed',
    fill: (page) => page.getByLabel('Name').fill('To redo'), send: press('Save the search'), done: says('To redo'),
  },
  {
    name: 'an access token is made', at: () => '/settings/tokens',
    fill: (page) => page.getByLabel('Name', { exact: true }).fill('A script'), send: press('Make the token'),
    done: async (page) => { await expect(page.getByLabel('Secret', { exact: true })).toHaveValue(/^gitgud_pat_/); },
  },
  {
    name: 'a problem is shared', at: (problem) => `${problem}/share`,
    fill: nothing, send: press('Make the link'), done: says('The link is made'),
  },
  {
    name: 'a link is added', at: () => '/problems/add?links=https%3A%2F%2Fleetcode.com%2Fproblems%2F3sum%2F%0Ahttps%3A%2F%2Fleetcode.com%2Fproblems%2F4sum%2F',
    fill: nothing, send: press('Add them all'),
    done: async (page) => { await expect(page.getByRole('list', { name: 'What came of each' })).toBeVisible(); },
  },
];

for (const [words, refresh] of [['refreshed', true], ['handed over', false]] as const) {
  test.describe(words, () => {
    // The first refusal of what a script asks is expected.
    test.use({ expectsErrors: true });

    for (const { name, at, fill, send, done } of FORMS) {
      test(name, async ({ page, context, javaScriptEnabled }) => {
        const person = await Person.signIn(context, somebodyNew(), { refresh });
        const problem = await addProblem(page, 'Two Sum', javaScriptEnabled);
        await open(page, `${problem}/tags`, javaScriptEnabled);
        await page.getByLabel('Tags').fill('array');
        await press('Save')(page);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');

        await open(page, at(problem), javaScriptEnabled);
        await fill(page);
        await person.isLate();
        await send(page);
        await done(page);
      });
    }

    test('a shared problem is added', async ({ page, context, javaScriptEnabled }) => {
      const person = await Person.signIn(context, somebodyNew(), { refresh });
      const problem = await addProblem(page, 'Two Sum', javaScriptEnabled);
      await open(page, `${problem}/share`, javaScriptEnabled);
      await press('Make the link')(page);
      const link = await page.getByLabel('Link', { exact: true }).inputValue();
      await page.goto(link);
      await person.isLate();
      await press('Add to my journal')(page);
      // It is their own.
      await expect(page).toHaveURL(problem);
    });

    test('a problem is deleted, and that is taken back', async ({ page, context, javaScriptEnabled }) => {
      const person = await Person.signIn(context, somebodyNew(), { refresh });
      const problem = await addProblem(page, 'Two Sum', javaScriptEnabled);
      await open(page, problem, javaScriptEnabled);
      await page.locator('.confirm > summary').click();
      await person.isLate();
      await press('Delete the problem')(page);
      const notice = page.getByRole('region', { name: 'What was just done' });
      await expect(notice).toBeVisible();
      await person.isLate();
      await notice.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByText('Taken back: ')).toBeVisible();
    });

    test('whoever signs out late is signed out', async ({ page, context, javaScriptEnabled }) => {
      const person = await Person.signIn(context, somebodyNew(), { refresh });
      await open(page, '/problems', javaScriptEnabled);
      await page.locator('.account summary').click();
      await person.isLate();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
      // Its session is over for the provider, too: nobody comes back by a handshake.
      await person.isLate();
      await page.goto('/problems');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who are you today?');
    });
  });
}
