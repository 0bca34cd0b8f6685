import type { APIRequestContext, Page } from '@playwright/test';
import { expect, open, test } from './fixtures';
import { CORPUS } from './xss-corpus';

const ORIGIN = process.env.GITGUD_E2E_ORIGIN!;
/** Payloads that one test takes through every page. */
const AT_ONCE = 12;
/**
 * A payload opens the page that shows most of it in the browser, and of the others one in so many: each is opened with every
 * so many payloads. Pages that it does not open are read as they were sent.
 */
const TURNS = 4;

/** What stands on the pages of one payload. */
interface Planted { text: string; title: string; problem: string; attempt: string; shared: string }

/** Every page that shows what somebody typed; a page that is new belongs here. */
const PAGES: ((planted: Planted) => string)[] = [
  ({ problem }) => `/problems/${problem}`,
  ({ problem }) => `/review?problem=${problem}`,
  ({ problem }) => `/review?problem=${problem}&mode=recall`,
  ({ problem }) => `/problems/${problem}/review`,
  ({ problem }) => `/problems/${problem}/edit`,
  ({ problem }) => `/problems/${problem}/tags`,
  ({ problem }) => `/problems/${problem}/compare`,
  ({ problem }) => `/problems/${problem}/share`,
  ({ problem }) => `/problems/bulk?ids=${problem}`,
  ({ attempt }) => `/attempts/${attempt}/edit`,
  ({ text }) => `/problems/new?link=${encodeURIComponent(text)}`,
  ({ text }) => `/problems/new?link=${encodeURIComponent(`https://example.com/${text}`)}`,
  ({ text }) => `/problems/add?links=${encodeURIComponent(`${text}\nhttps://leetcode.com/problems/3sum/ ${text}`)}`,
];

/** Pages that show the texts of many payloads at once. */
const COMMON = ['/', '/problems', '/review', '/insights', '/tags', '/undo', '/settings/tokens', '/settings/shares'];

/** Addresses that take a text from whoever made the link. */
const ADDRESSES = (text: string): string[] => [
  `/problems?q=${text}&sort=${text}&after=${text}`,
  `/problems/views/new?q=${text}&sort=${text}`,
  `/tags?after=${text}`,
  `/problems/${text}`,
  `/no/such/page/${text}?x=${text}#${text}`,
];

/** Fields whose box must hold exactly what was typed: where, and which field of the planted texts. */
const HELD: [page: (planted: Planted) => string, fields: string[]][] = [
  [({ problem }) => `/problems/${problem}/edit`, ['#description']],
  [({ attempt }) => `/attempts/${attempt}/edit`, ['#notes', '#code']],
];

test.describe.configure({ timeout: 240_000 });
// Some of the addresses are those of pages that are not there.
test.use({ expectsErrors: true });

/** Sends a form as a browser without scripts does; answers with the status and where it leads. */
async function post(request: APIRequestContext, path: string, form: Record<string, string>) {
  const answer = await request.post(path, { form, maxRedirects: 0, headers: { origin: ORIGIN, accept: 'text/html' } });
  return { status: answer.status(), body: await answer.text() };
}

let count = 0;
/** A UUID of version 7 that nobody else in this run has. */
function freshId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  count += 1;
  const rest = count.toString(16).padStart(4, '0') + Math.random().toString(16).slice(2, 10).padStart(8, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
}

/** A problem and an attempt with this text in every field that takes it. */
async function plant(request: APIRequestContext, text: string): Promise<Planted> {
  const [problem, attempt] = [freshId(), freshId()];
  // A title needs something to see, tags are told apart by commas, and some fields are short.
  const title = `T ${text}`.slice(0, 300);
  const fields: Record<string, string> = {
    'fields[id]': problem, 'fields[title]': title, 'fields[difficulty]': 'hard',
    'fields[link]': `https://example.com/${problem}?q=${text}`,
    'fields[tags]': text.replaceAll(',', ' ').replaceAll('\u0001', '').slice(0, 50),
    'fields[description]': text,
  };
  let added = await post(request, '/problems/new', fields);
  if (added.status === 422) added = await post(request, '/problems/new', { ...fields, 'fields[link]': '', 'fields[title]': title.replaceAll('\u0001', '') });
  expect(added.status, `${text}: ${added.body}`).toBe(303);
  const logged = await post(request, `/problems/${problem}/attempts/new`, {
    'fields[id]': attempt, 'fields[problem_id]': problem, 'fields[status]': 'partial',
    'fields[notes]': text, 'fields[code]': text,
    'fields[language]': text.replace(/[\u0000-\u001f]/g, '').slice(0, 40),
  });
  expect(logged.status, text).toBe(303);
  await plantAround(request, text, title, problem);
  const share = { 'fields[id]': freshId(), 'fields[problem_id]': problem, 'fields[notes]': 'on', 'fields[code]': 'on' };
  const [shared] = (await post(request, `/problems/${problem}/share`, share)).body.match(/\/s\/[0-9a-f]{32}/) ?? [];
  expect(shared, text).toBeTruthy();
  return { text, title, problem, attempt, shared: shared! };
}

/** The same text in another attempt's code, a saved search, a tag's new name, what Recent changes tells and a token's name. */
async function plantAround(request: APIRequestContext, text: string, title: string, problem: string): Promise<void> {
  const line = (longest: number) => text.replace(/[\u0000-\u001f]/g, '').slice(0, longest);
  const [earlier, gone, tag] = [freshId(), freshId(), `tag-${freshId()}`];
  const answers = [
    await post(request, `/problems/${problem}/attempts/new`, {
      'fields[id]': earlier, 'fields[problem_id]': problem, 'fields[status]': 'failed', 'fields[attempted_at]': '2026-01-01T08:00',
      'fields[notes]': text, 'fields[code]': `${text}\nanother line`, 'fields[language]': 'JavaScript',
    }),
    await post(request, '/problems/views/new', {
      'fields[id]': freshId(), 'fields[name]': `V${count} ${line(40)}`, 'fields[query]': `"x ${line(400).replaceAll('"', '')}"`, 'fields[sort]': line(20),
    }),
    await post(request, '/problems/new', {
      'fields[id]': gone, 'fields[title]': title.replaceAll('\u0001', ''), 'fields[difficulty]': 'easy', 'fields[tags]': tag,
    }),
    await post(request, '/tags', { 'fields[tags][]': tag, 'fields[into]': `r${count} ${line(40).replaceAll(',', ' ')}`, 'fields[action]': 'rename' }),
    await post(request, `/problems/${gone}/delete`, { id: gone }),
    await post(request, '/settings/tokens', {
      'fields[id]': freshId(), 'fields[name]': `K${count} ${line(40)}`, 'fields[scope]': 'read', 'fields[lifetime]': '30',
    }),
  ];
  expect(answers.map(({ status }) => status), text).toEqual([303, 303, 303, 303, 303, 200]);
}

/** What in a page is anything but text although somebody typed it. Runs in the browser. */
function harm(sent: string | null): string[] {
  // Without an answer to read, the page that is open. As scripts do not run in a parsed one, it is as a browser without them has it.
  const page = sent === null ? document : new DOMParser().parseFromString(sent, 'text/html');
  const wrong: string[] = [];
  // Drawings of our own have these classes, or stand in what has.
  const foreign = 'img, iframe, frame, object, embed, base, video, audio, source, math, marquee, foreignObject, animate, set, '
    + 'style, template, noscript, applet, portal, [data-evil], [style], [srcdoc], meta[http-equiv], svg:not(.icon, .sprite, .brand__mark, [class*="chart"], .heat-map__picture, .chart__legend svg, .chart__picture > svg)';
  for (const element of page.querySelectorAll(foreign)) {
    wrong.push(`element ${element.outerHTML.slice(0, 200)}`);
  }
  for (const script of page.querySelectorAll('script')) {
    // The page's own carry its nonce, or are files of ours.
    const file = script.src ? new URL(script.src) : null;
    const ours = file?.origin === location.origin && /^[/](js|pkg)[/]/.test(file.pathname);
    if (!script.nonce && !ours) wrong.push(`script ${script.outerHTML.slice(0, 200)}`);
  }
  for (const sheet of page.querySelectorAll<HTMLLinkElement>('link[href]')) {
    if (new URL(sheet.href).origin !== location.origin) wrong.push(`link ${sheet.href}`);
  }
  for (const element of page.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) wrong.push(`handler ${name} in ${element.outerHTML.slice(0, 200)}`);
      const leads = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'poster', 'ping'].includes(name);
      const address = value.replace(/[\u0000-\u0020]/g, '').toLowerCase();
      if (leads && /^(javascript|data|vbscript|blob|file):/.test(address)) wrong.push(`${name}=${value}`);
    }
  }
  for (const form of page.querySelectorAll('form')) {
    if (form.getAttribute('action')?.startsWith('/') !== true) wrong.push(`form ${form.outerHTML.slice(0, 200)}`);
  }
  return wrong;
}

/** Nothing that anybody typed is anything but text in the page as it is parsed. */
async function expectHarmless(page: Page, what: string, sent: string | null = null): Promise<void> {
  expect(await page.evaluate(harm, sent), what).toEqual([]);
}

/** The values of fields in a page as it was sent. */
function valuesIn(page: Page, sent: string, fields: string[]): Promise<string[]> {
  return page.evaluate(([html, ...selectors]) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    return selectors.map((selector) => parsed.querySelector<HTMLTextAreaElement>(selector)!.value);
  }, [sent, ...fields]);
}

for (let from = 0; from < CORPUS.length; from += AT_ONCE) {
  const payloads = CORPUS.slice(from, from + AT_ONCE);

  test(`payloads ${from} to ${from + payloads.length - 1} stay text on every page`, async ({ signedIn: page, javaScriptEnabled }) => {
    const alarms: string[] = [];
    page.on('dialog', async (dialog) => { alarms.push(`dialog ${dialog.message()}`); await dialog.dismiss(); });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) alarms.push(message.text());
    });
    page.on('request', (request) => {
      if (new URL(request.url()).hostname.endsWith('evil.example')) alarms.push(`asked ${request.url()}`);
    });
    const visit = async (address: string, what: string) => {
      await open(page, address, javaScriptEnabled);
      await expectHarmless(page, `${what} at ${address}`);
      expect(alarms, `${what} at ${address}`).toEqual([]);
    };
    const planted: Planted[] = [];
    for (const text of payloads) planted.push(await plant(page.request, text));
    // A page to read the others in.
    await visit('/', 'the beginning');
    const readAsSent = async (address: string, one: Planted, fields: string[]) => {
      const sent = await (await page.request.get(address)).text();
      await expectHarmless(page, `${one.text} at ${address}, as sent`, sent);
      if (fields.length > 0) expect(await valuesIn(page, sent, fields), one.text).toEqual(fields.map(() => one.text));
    };
    for (const [turn, one] of planted.entries()) {
      const held = new Map(HELD.map(([address, fields]) => [address(one), fields]));
      const addresses = [...PAGES.map((address) => address(one)), ...ADDRESSES(encodeURIComponent(one.text))];
      for (const [place, address] of addresses.entries()) {
        const fields = held.get(address) ?? [];
        if (place === 0 || (turn + place) % TURNS === 0) {
          await visit(address, one.text);
          for (const field of fields) await expect(page.locator(field), one.text).toHaveValue(one.text);
        } else if (javaScriptEnabled === false) {
          await readAsSent(address, one, fields);
        }
      }
      // Outside the app, whatever scripts may do.
      await page.goto(one.shared);
      await expectHarmless(page, `${one.text}, shared`);
      expect(alarms, `${one.text}, shared`).toEqual([]);
    }
    for (const address of COMMON) {
      await visit(address, 'everything');
    }
    await open(page, '/problems', javaScriptEnabled);
    // Spaces and what nobody sees are put in order when a title is saved.
    const bare = (text: string) => text.replace(/[\s\p{C}]/gu, '');
    const shown = bare(await page.locator('main').evaluate((main) => main.textContent ?? ''));
    for (const { title } of planted) expect(shown).toContain(bare(title));

    // Refused, reported and told of a conflict: the answers of forms show what was typed, too.
    await open(page, '/problems/add', javaScriptEnabled);
    await page.getByLabel('Links').fill(payloads.join('\n'));
    await page.getByRole('button', { name: 'Add them all' }).click();
    await expect(page.getByRole('list', { name: 'What came of each' })).toBeVisible();
    await expectHarmless(page, 'the report');
    for (const { text, problem, attempt } of planted.filter((_, turn) => turn % TURNS === 0)) {
      await open(page, `/attempts/${attempt}/edit`, javaScriptEnabled);
      await page.request.post(`/attempts/${attempt}/edit`, {
        form: { 'fields[id]': attempt, 'fields[problem_id]': problem, 'fields[revision]': '1', 'fields[status]': 'solved', 'fields[notes]': `${text} stored` },
        headers: { origin: ORIGIN, accept: 'text/html' }, maxRedirects: 0,
      });
      await page.locator('#notes').fill(`${text} typed`);
      await page.getByRole('button', { name: 'Save the attempt' }).click();
      await expect(page.getByText('Changed meanwhile', { exact: true })).toBeVisible();
      await expectHarmless(page, text);
      await expect(page.locator('#stored-notes')).toHaveValue(`${text} stored`);
      await expect(page.locator('#notes')).toHaveValue(`${text} typed`);
    }
    expect(alarms).toEqual([]);
  });
}
