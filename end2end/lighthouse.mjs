// Lighthouse on a release build, as a slow phone sees it: prints a table and ends with 1 when a page falls short. script/lighthouse
// starts what it needs and calls this; words after it choose pages. Reports of pages that fall short are kept in lighthouse-reports/.
import { chromium } from '@playwright/test';
import lighthouse, { generateReport } from 'lighthouse';
import { createServer } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';

const APP = process.env.GITGUD_E2E_ORIGIN;
const IDP = process.env.GITGUD_E2E_IDP;
const USER = process.env.LIGHTHOUSE_USER || 'ada';
/** Times that a page is measured; the middle of them counts, for a machine has other things to do. */
const RUNS = Number(process.env.LIGHTHOUSE_RUNS || 3);
/** Of 100. The search engines' list is for the page they may see. */
const LIMITS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };

/** What a development instance gives to every browser; without it the first page would be the way to the provider. */
const KNOWN = '__clerk_db_jwt=dvb_lighthouse';

async function cookieOf(user) {
  const answer = await fetch(`${IDP}/test/tokens`, { method: 'POST', body: JSON.stringify({ user, ttl: 3600 }) });
  return `__session=${(await answer.json()).token}; __client_uat=1; ${KNOWN}`;
}

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const middle = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

const cookie = await cookieOf(USER);
const list = await (await fetch(`${APP}/problems?q=attempts%3E1`, { headers: { cookie, accept: 'text/html' } })).text();
const problem = list.match(/\/problems\/[0-9a-f-]{36}/)[0];
const wanted = process.argv.slice(2);
const pages = [
  ['landing', '/', KNOWN],
  ['dashboard', '/', cookie],
  ['list', '/problems', cookie],
  ['problem', problem, cookie],
  ['attempt', `${problem}/attempts/new`, cookie],
].filter(([name]) => wanted.length === 0 || wanted.includes(name));

const port = await freePort();
const browser = await chromium.launch({
  executablePath: process.env.GITGUD_BROWSER || undefined,
  args: ['--headless', '--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
});
console.log('page       performance  accessibility  best practices  SEO    FCP     LCP     TBT    CLS');
// What Lighthouse opens is in the browser's own context: cookies sent as an extra header give way to those the page sets.
const [context] = (await chromium.connectOverCDP(`http://127.0.0.1:${port}`)).contexts();
let holds = true;
for (const [name, path, session] of pages) {
  const results = [];
  for (let run = 0; run < RUNS; run += 1) {
    // Lighthouse begins with an empty browser, and leaves one.
    await context.clearCookies();
    await context.addCookies(session.split('; ').map((pair) => {
      const [key, value] = pair.split('=');
      return { name: key, value, url: APP };
    }));
    results.push((await lighthouse(new URL(path, APP).href, {
      port, logLevel: 'error', formFactor: 'mobile', onlyCategories: Object.keys(LIMITS),
    })).lhr);
    const shown = new URL(results.at(-1).finalDisplayedUrl);
    if (shown.origin !== APP || shown.pathname !== new URL(path, APP).pathname) throw new Error(`${name}: ${shown.href} was shown instead`);
  }
  const score = (category) => Math.round(100 * middle(results.map(({ categories }) => categories[category].score ?? 0)));
  const number = (audit) => middle(results.map(({ audits }) => audits[audit].numericValue ?? 0));
  const short = [];
  for (const [category, limit] of Object.entries(LIMITS)) {
    if (category === 'seo' && name !== 'landing') continue;
    if (score(category) < limit) short.push(`${category} ${score(category)} < ${limit}`);
  }
  const shift = number('cumulative-layout-shift');
  if (shift > 0) short.push(`layout shift ${shift.toFixed(3)}`);
  const [performance, accessibility, practices, seo] = Object.keys(LIMITS).map(score);
  const ms = (audit) => `${Math.round(number(audit))} ms`.padStart(8);
  console.log(`${name.padEnd(10)} ${String(performance).padStart(11)} ${String(accessibility).padStart(14)} ${String(practices).padStart(15)} ${String(seo).padStart(4)}${
    ms('first-contentful-paint')}${ms('largest-contentful-paint')}${ms('total-blocking-time')} ${shift.toFixed(3).padStart(6)}${short.length ? `  ✗ ${short.join(', ')}` : ''}`);
  if (short.length === 0) continue;
  holds = false;
  const [worst] = results.sort((one, other) => (one.categories.performance.score ?? 0) - (other.categories.performance.score ?? 0));
  for (const [category] of Object.entries(LIMITS)) {
    if (category === 'performance' || category === 'seo' && name !== 'landing') continue;
    for (const { id, weight } of worst.categories[category].auditRefs) {
      const { score: value, title, details } = worst.audits[id];
      if (weight > 0 && value !== null && value < 1) {
        console.log(`    ${category}: ${title}${details?.items?.length ? ` — ${JSON.stringify(details.items[0]).slice(0, 300)}` : ''}`);
      }
    }
  }
  mkdirSync('lighthouse-reports', { recursive: true });
  writeFileSync(`lighthouse-reports/${name}.html`, generateReport(worst, 'html'));
}
await browser.close();
console.log(holds ? 'all limits hold' : 'a page falls short; its report is in end2end/lighthouse-reports');
process.exitCode = holds ? 0 : 1;
