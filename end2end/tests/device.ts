// A device that can do without the network, and what the server has of its journal.
import { expect, type BrowserContext, type Page } from '@playwright/test';

declare global {
  interface Window {
    gitgudJournal?: (name: string, argument: string) => Promise<string>;
  }
}

/**
 * Wakes a page. One that nobody has touched yet is opened once more when what it shows has just arrived; then it is touched
 * again, as a person would.
 */
export async function wake(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Shift');
    await expect(page.locator('html[data-hydrated]')).toBeAttached({ timeout: 3_000 });
  }).toPass({ timeout: 45_000 });
}

/** Waits until this device has a copy of the journal, and everything that its pages are made of. */
export async function isReady(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const person = await window.gitgudJournal?.('person', '') ?? '';
    const shell = await caches.match('/shell', { ignoreVary: true });
    return Boolean(registration?.active && person && shell);
  }), { timeout: 30_000 }).toBe(true);
}

/** Waits until the server has everything that was changed on this device, and the copy as well. */
export async function isDelivered(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => {
    // It would be tried again by itself, later and later.
    dispatchEvent(new Event('online'));
    return window.gitgudJournal!('changes', '');
  }), { timeout: 45_000 }).toBe('[]');
}

interface Stored {
  title: string;
  tags: string[];
  starred: boolean;
  description: string | null;
  attempts: { id: string; status: string; notes: string | null; minutes: number | null }[];
}

/** What the server has, by title. */
export async function stored(context: BrowserContext, origin = process.env.GITGUD_E2E_ORIGIN!): Promise<Map<string, Stored>> {
  const answer = await context.request.get(`${origin}/sync/changes?limit=500`, { headers: { accept: 'application/json' } });
  expect(answer.status()).toBe(200);
  const { data } = await answer.json() as { data: { copy: { problem: Omit<Stored, 'attempts'>; attempts: Stored['attempts'] } | null }[] };
  const copies = data.flatMap(({ copy }) => copy ? [{ ...copy.problem, attempts: copy.attempts }] : []);
  expect(new Set(copies.map(({ title }) => title)).size).toBe(copies.length);
  return new Map(copies.map((copy) => [copy.title, copy]));
}

/** Logs an attempt on the problem's page that is open. */
export async function logAttempt(page: Page, status: 'Solved' | 'Partial' | 'Failed', notes: string): Promise<void> {
  // A draft opens it by itself.
  await page.locator('#log').evaluate((form) => { (form as HTMLDetailsElement).open = true; });
  await page.getByRole('radio', { name: status }).check();
  await page.getByLabel('Notes').fill(notes);
  await page.getByRole('button', { name: 'Save the attempt' }).click();
}
