import { test as base, expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { cookiesOf } from './identity';

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A person nobody else in this run is, with an empty journal. */
export function somebodyNew(): string {
  return `e2e-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}

/** A page on which a console error, an uncaught exception or a cut-off document fails the test. */
export const test = base.extend<{ signedIn: Page; expectsErrors: boolean }>({
  // Set by a spec that provokes an error status on purpose: the browser logs those.
  expectsErrors: [false, { option: true }],

  page: async ({ page, expectsErrors }, use) => {
    const problems: string[] = [];
    const checks: Promise<void>[] = [];
    page.on('console', (message) => {
      const aboutStatus = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !(expectsErrors && aboutStatus)) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'document' || response.status() >= 300 && response.status() < 400) return;
      if (!response.url().startsWith(process.env.GITGUD_E2E_ORIGIN!)) return;
      checks.push(
        response.text().then(
          (body) => { if (!body.endsWith('</html>')) problems.push(`${response.url()} is cut off`); },
          () => {}, // the page was left before its body could be read
        ),
      );
    });
    await use(page);
    await Promise.all(checks);
    expect(problems).toEqual([]);
  },

  /** The page of somebody who is signed in already, without the way through the sign-in page. */
  signedIn: async ({ page, context, request }, use) => {
    const answer = await request.post(`${process.env.GITGUD_E2E_IDP}/test/tokens`, { data: { user: somebodyNew() } });
    const { token } = await answer.json();
    const url = process.env.GITGUD_E2E_ORIGIN!;
    await context.addCookies(cookiesOf(token).map((cookie) => ({ ...cookie, url })));
    await use(page);
  },
});

export { expect };

/** Opens an address and, where scripts run, wakes the page. */
export async function open(page: Page, path: string, javaScriptEnabled: boolean | undefined): Promise<void> {
  await page.goto(path);
  if (javaScriptEnabled !== false) await wake(page);
}

/** Waits until what stands around the page is interactive. The page itself sleeps. */
export async function shell(page: Page): Promise<void> {
  await page.locator('html[data-shell-hydrated]').waitFor({ state: 'attached' });
}

/** Wakes a page that has just been loaded, with a key that does nothing, and waits until it is interactive. */
export async function wake(page: Page): Promise<void> {
  await shell(page);
  await page.keyboard.press('Shift');
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** What axe finds by all of its rules, best practices included, or by the given ones. */
export async function axeViolations(page: Page, rules?: string[]): Promise<string[]> {
  // Evaluated by the test, not loaded by the page: its content security policy stays as it is.
  await page.evaluate(axeSource);
  return page.evaluate(async (only) => {
    // Without preloading: for shadow roots it writes style elements, which the policy refuses.
    const results = await (window as any).axe.run(document, { ...only ? { runOnly: only } : {}, preload: false });
    return results.violations.map((violation: any) =>
      `${violation.id}: ${violation.help} — ${violation.nodes.map((node: any) => node.html).join(' | ')}`);
  }, rules);
}

/** Every rule of axe, best practices included. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await axeViolations(page)).toEqual([]);
}
