// Pictures of every page in every state: light and dark, at four widths, into screenshots/pages, and sheets on which one sees many at
// once into screenshots/sheets. A few pages (`closely` in tests/pages.ts) also with text of 200 %, at 400 % zoom, in forced colours,
// with less motion and as they are printed. script/screenshots starts what it needs and calls this; words after it choose pages.
import { chromium } from '@playwright/test';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { load } from './load.mjs';

const { VIEWS, reach } = await load('tests/pages.ts');
const { makeJournals } = await load('tests/journals.ts');
const { LARGE_TEXT, withStyles } = await load('tests/inspect.ts');

const THEMES = ['light', 'dark'];
const WIDTHS = [390, 768, 1280, 1920];
/** A page longer than this is cut in its picture: what is wrong shows before. */
const TALLEST = 4000;
const FOLDER = 'screenshots';

const wanted = process.argv.slice(2);
const views = VIEWS.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
if (views.length === 0) throw new Error(`no page is called ${wanted.join(' or ')}`);
if (wanted.length === 0) rmSync(`${FOLDER}/pages`, { recursive: true, force: true });
mkdirSync(`${FOLDER}/pages`, { recursive: true });
mkdirSync(`${FOLDER}/sheets`, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.GITGUD_BROWSER || undefined,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});

async function picture(page, file) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize();
  const whole = height > page.viewportSize().height;
  await page.screenshot({
    path: `${FOLDER}/pages/${file}.png`, fullPage: whole, animations: 'disabled',
    ...(whole ? { clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) } } : {}),
  });
}

/** Every picture of one page. */
async function take(context, view, journals) {
  const page = await context.newPage();
  await reach(page, view, journals, true);
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width < 700 ? 844 : 900 });
      await picture(page, `${view.name}-${colorScheme}-${width}`);
    }
  }
  if (view.closely) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
    await withStyles(page, LARGE_TEXT);
    await picture(page, `${view.name}-text-200`);
    await withStyles(page, '');
    await page.setViewportSize({ width: 320, height: 256 });
    await picture(page, `${view.name}-zoom-400`);
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, forcedColors: 'active' });
      await picture(page, `${view.name}-forced-${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' });
    await picture(page, `${view.name}-reduced-motion`);
    // As wide as A4 between its margins, and the paper itself beside it.
    await page.emulateMedia({ media: 'print', reducedMotion: 'no-preference' });
    await page.setViewportSize({ width: 718, height: 1045 });
    await picture(page, `${view.name}-print`);
    await page.pdf({ path: `${FOLDER}/pages/${view.name}.pdf`, format: 'A4', margin: { top: '10mm', right: '10mm', bottom: '10mm', left: '10mm' } });
  }
  await page.close();
}

/** Pictures side by side under their names, each as high as `height` at most. */
async function sheet(name, files, columns, width) {
  const page = await browser.newPage({ viewport: { width: columns * (width + 12) + 12, height: 800 } });
  const figures = files.map((file) => {
    const data = readFileSync(`${FOLDER}/pages/${file}.png`).toString('base64');
    return `<figure><figcaption>${file}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
  });
  await page.setContent(`<style>
    body { display: grid; grid-template-columns: repeat(${columns}, ${width}px); gap: 12px; margin: 12px; font: 14px sans-serif; background: #888 }
    figure { margin: 0; background: #fff } img { display: block; max-inline-size: 100%; max-block-size: 900px; object-fit: cover; object-position: top }
    </style>${figures.join('')}`);
  await page.screenshot({ path: `${FOLDER}/sheets/${name}.png`, fullPage: true });
  await page.close();
}

const started = Date.now();
const journals = await makeJournals();
let failed = 0;
const queue = [...views];
await Promise.all([1, 2].map(async () => {
  const context = await browser.newContext({ baseURL: process.env.GITGUD_E2E_ORIGIN, viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });
  for (let view = queue.shift(); view; view = queue.shift()) {
    try {
      await take(context, view, journals);
    } catch (error) {
      failed += 1;
      console.error(`${view.name}: ${error.message}`);
    }
  }
  await context.close();
}));

const files = new Set(readdirSync(`${FOLDER}/pages`).map((file) => file.replace(/\.png$/, '')));
const some = (name, candidates, columns, width) => {
  const there = candidates.filter((file) => files.has(file));
  return there.length ? sheet(name, there, columns, width) : undefined;
};
const GROUP = 8;
for (let first = 0; first < views.length; first += GROUP) {
  const group = views.slice(first, first + GROUP);
  const from = [...wanted, String(first / GROUP + 1).padStart(2, '0')].join('-');
  for (const theme of THEMES) {
    for (const [width, columns, shown] of [[390, 8, 240], [768, 8, 240], [1280, 4, 480], [1920, 4, 480]]) {
      await some(`${from}-${theme}-${width}`, group.map(({ name }) => `${name}-${theme}-${width}`), columns, shown);
    }
  }
}
for (const { name } of views.filter(({ closely }) => closely)) {
  const kinds = ['text-200', 'zoom-400', 'forced-light', 'forced-dark', 'reduced-motion', 'print'];
  await some(`closely-${name}`, kinds.map((kind) => `${name}-${kind}`), 3, 620);
}
await Promise.all(Object.values(journals).map((journal) => journal.close()));
await browser.close();
console.log(`${views.length - failed} of ${views.length} pages in end2end/${FOLDER} after ${Math.round((Date.now() - started) / 1000)} s`);
process.exitCode = failed ? 1 : 0;
