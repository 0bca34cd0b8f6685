import { test as base, axeViolations, expect } from './fixtures';
import { startChecker, type Checker } from './checker';
import { makeJournals, type Journals } from './journals';
import { LARGE_TEXT, TEXT_SPACING, WIDTHS, headings, lost, lostFocus, sideways, smallTargets, withStyles } from './inspect';
import { VIEWS, reach } from './pages';

const test = base.extend<object, { journals: Journals; checker: Checker }>({
  journals: [async ({}, use) => {
    const journals = await makeJournals();
    await use(journals);
    await Promise.all(Object.values(journals).map((journal) => journal.close()));
  }, { scope: 'worker', timeout: 60_000 }],
  checker: [async ({}, use) => {
    const checker = await startChecker();
    await use(checker);
    checker.stop();
  }, { scope: 'worker', timeout: 60_000 }],
});

for (const view of VIEWS) {
  test.describe(view.name, () => {
    test.use({ expectsErrors: Boolean(view.fails), viewport: { width: 1280, height: 800 }, colorScheme: 'light' });

    test('is valid, fits, and can be read and used by everybody', async ({ page, journals, checker, javaScriptEnabled }) => {
      const hydrated = javaScriptEnabled !== false;
      test.skip(!hydrated && Boolean(view.hydrated), 'a state that needs scripts');
      let sent = '';
      page.on('response', async (response) => {
        if (response.frame() === page.mainFrame() && response.request().isNavigationRequest()) {
          sent = await response.text().catch(() => sent);
        }
      });
      await reach(page, view, journals, hydrated);
      const wrong = await headings(page);
      wrong.push(...(await checker.errors(sent)).map((error) => `as sent: ${error}`));
      wrong.push(...await lost(page, '1280 px'));
      if (hydrated) {
        wrong.push(...(await checker.errors(`<!DOCTYPE html>${await page.evaluate(() => document.documentElement.outerHTML)}`)).map((error) => `hydrated: ${error}`));
        wrong.push(...(await axeViolations(page)).map((violation) => `light: ${violation}`));
        await page.emulateMedia({ colorScheme: 'dark' });
        wrong.push(...(await axeViolations(page, ['color-contrast', 'link-in-text-block'])).map((violation) => `dark: ${violation}`));
        await withStyles(page, TEXT_SPACING);
        wrong.push(...await sideways(page, 'text spacing'), ...await lost(page, 'text spacing'));
        await withStyles(page, LARGE_TEXT);
        wrong.push(...await sideways(page, '200 % text'), ...await lost(page, '200 % text'));
        await withStyles(page, '');
      }
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        wrong.push(...await sideways(page, `${width} px`));
        if (width === 390) wrong.push(...await lost(page, '390 px'));
        if (width === 390 || width === 1280) wrong.push(...await smallTargets(page, `${width} px`));
      }
      if (hydrated) wrong.push(...await lostFocus(page));
      expect(wrong).toEqual([]);
    });
  });
}
