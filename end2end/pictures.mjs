// Takes the pictures of the landing page from a running app with made-up journals, in light and in dark.
// script/pictures starts what it needs and calls this.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const APP = process.env.GITGUD_E2E_ORIGIN;
const IDP = process.env.GITGUD_E2E_IDP;
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../public/pictures');
/** As `SHOT_SIZE` in src/insight/landing.rs, in CSS pixels; and how many pixels of the picture make one. */
const SIZE = { width: 960, height: 640 };
const SCALE = 1.5;
const QUALITY = 78;

/** Where each picture is taken, and the element that is to be at its top. */
const SHOTS = [
  { name: 'now', path: async () => '/', top: '#now-title' },
  { name: 'timeline', path: aProblemWithHistory, top: 'h1' },
  { name: 'search', path: async () => '/problems?q=is%3Afailed+time%3E30', top: 'h1' },
];

/** The problem with the most attempts among those with code. */
async function aProblemWithHistory(page) {
  await page.goto(`${APP}/problems?q=has%3Acode&sort=-attempts`);
  return page.locator('main table th a').first().getAttribute('href');
}

mkdirSync(FOLDER, { recursive: true });
const { token } = await (await fetch(`${IDP}/test/tokens`, { method: 'POST', body: JSON.stringify({ user: 'pictures' }) })).json();
const browser = await chromium.launch({
  executablePath: process.env.GITGUD_BROWSER || undefined,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
try {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: SIZE, deviceScaleFactor: SCALE, colorScheme, timezoneId: 'UTC' });
    await context.addCookies([
      { name: '__session', value: token, url: APP },
      { name: '__client_uat', value: '1', url: APP },
    ]);
    const page = await context.newPage();
    const camera = await context.newCDPSession(page);
    for (const { name, path, top } of SHOTS) {
      const address = `${APP}${await path(page)}`;
      // Twice: the font is there from the second page on.
      await page.goto(address);
      await page.reload({ waitUntil: 'networkidle' });
      await page.evaluate(() => document.fonts.ready);
      const { y } = await page.locator(top).first().evaluate((element) => ({ y: element.getBoundingClientRect().top + scrollY }));
      await page.evaluate((to) => scrollTo(0, to), Math.max(0, y - 24));
      const { data } = await camera.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
      const bytes = Buffer.from(data, 'base64');
      writeFileSync(join(FOLDER, `${name}-${colorScheme}.webp`), bytes);
      console.log(`${(bytes.length / 1024).toFixed(1).padStart(8)} KiB  ${name}-${colorScheme}.webp`);
    }
    await context.close();
  }
} finally {
  await browser.close();
}
