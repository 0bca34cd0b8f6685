// What a state of a page is, and how most of them are reached.
import type { Page } from '@playwright/test';
import type { Journal, Journals } from './journals';

/** Who looks: the owner of a journal, somebody else's neighbour, or nobody. */
export type Who = keyof Journals | 'visitor';

export interface View {
  /** Names the test and the picture. */
  name: string;
  who: Who;
  /** The address, given the journal of whoever looks (the ordinary one for a visitor) and all of them. */
  at: string | ((own: Journal, all: Journals) => string | Promise<string>);
  /** What is done there until the state is reached. */
  act?: (page: Page, own: Journal, hydrated: boolean) => Promise<void>;
  /** The state needs scripts. */
  hydrated?: true;
  /** An error status is part of the state: the browser logs those. */
  fails?: true;
  /** A document without the app, which never comes alive. */
  bare?: true;
  /** Looked at in print, in forced colours, with large text and zoomed in, too. */
  closely?: true;
}

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click();

/** Sends the form without what it needs, and waits for a message at a field. */
export const mistake = (button: string | RegExp) => async (page: Page) => {
  await press(page, button);
  await page.locator('[aria-invalid="true"]').first().waitFor();
};

/** Opens a `details` by the words of its summary. */
export const unfold = (selector: string, hasText?: string) => async (page: Page) => {
  const summary = page.locator(`${selector} > summary`, hasText ? { hasText } : {}).first();
  if (!(await summary.evaluate((element) => (element.parentElement as HTMLDetailsElement).open))) await summary.click();
};
