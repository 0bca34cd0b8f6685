// Takes the pictures of the landing page from a running app with made-up journals, in light and in dark, and those of the
// manifest that show a phone. script/pictures starts what it needs and calls this; words after it choose pictures.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const APP = process.env.GITGUD_E2E_ORIGIN;
const IDP = process.env.GITGUD_E2E_IDP;
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../public/pictures');
/** Size of a picture in its own pixels: one and a half of `SHOT_SIZE` in src/insight/landing.rs. */
const SIZE = { width: 1440, height: 960 };
const QUALITY = 78;

/** A phone, in CSS pixels. */
const PHONE = { width: 390, height: 844 };

/** Where each picture is taken, how wide the window is in CSS pixels, and the element that is to be at its top. */
const SHOTS = [
  { name: 'now', width: 960, path: async () => '/', top: '#now-title' },
  { name: 'timeline', width: 1120, path: aProblemWithHistory, top: 'h1' },
  { name: 'search', width: 1240, path: async () => '/problems?q=is%3Afailed+time%3E30', top: 'h1' },
];

/** The same for a phone; what the window's top shows belongs to it. */
const NARROW = [
  { name: 'now-narrow', path: async () => '/' },
  { name: 'timeline-narrow', path: aProblemWithHistory },
];
const wanted = process.argv.slice(2);

/** The problem with the most attempts among those with code. */
async function aProblemWithHistory(page) {
  await page.goto(`${APP}/problems?q=has%3Acode&sort=-attempts`);
  return page.locator('main table tbody th a').first().getAttribute('href');
}

/** Some practice today, so that there is something to see of it. */
async function practise(page) {
  for (const minutes of ['24', '11']) {
    await page.goto(`${APP}/problems?q=is%3Auntried`);
    const problem = (await page.locator('main table tbody th a').first().getAttribute('href')).split('/')[2];
    const form = {
      'fields[id]': crypto.randomUUID(), 'fields[problem_id]': problem, 'fields[status]': 'solved', 'fields[minutes]': minutes,
    };
    await page.request.post(`${APP}/api/attempts/log`, { form, headers: { 'sec-fetch-site': 'same-origin' } });
  }
}

mkdirSync(FOLDER, { recursive: true });
const { token } = await (await fetch(`${IDP}/test/tokens`, { method: 'POST', body: JSON.stringify({ user: 'pictures' }) })).json();
const browser = await chromium.launch({
  executablePath: process.env.GITGUD_BROWSER || undefined,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
try {
  let practised = false;
  for (const colorScheme of ['light', 'dark']) {
    for (const { name, width, path, top } of [...SHOTS, ...colorScheme === 'light' ? NARROW : []]) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const wide = width && { viewport: { width, height: Math.round((width * SIZE.height) / SIZE.width) }, deviceScaleFactor: SIZE.width / width };
      const context = await browser.newContext({
        ...wide ?? { viewport: PHONE },
        colorScheme,
        serviceWorkers: 'block',
        timezoneId: 'UTC',
      });
      await context.addCookies([
        { name: '__session', value: token, url: APP },
        { name: '__client_uat', value: '1', url: APP },
        { name: '__clerk_db_jwt', value: 'dvb_pictures', url: APP },
      ]);
      const page = await context.newPage();
      if (!practised) await practise(page);
      practised = true;
      const address = `${APP}${await path(page)}`;
      // Twice: the font is there from the second page on.
      await page.goto(address);
      await page.reload({ waitUntil: 'networkidle' });
      await page.evaluate(() => document.fonts.ready);
      const y = top && await page.locator(top).first().evaluate((element) => element.getBoundingClientRect().top + scrollY);
      if (top) await page.evaluate((to) => scrollTo(0, to), Math.max(0, y - 24));
      const camera = await context.newCDPSession(page);
      const { data } = await camera.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
      const bytes = Buffer.from(data, 'base64');
      writeFileSync(join(FOLDER, `${name}-${colorScheme}.webp`), bytes);
      console.log(`${(bytes.length / 1024).toFixed(1).padStart(8)} KiB  ${name}-${colorScheme}.webp`);
      await context.close();
    }
  }
} finally {
  await browser.close();
}
