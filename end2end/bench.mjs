// Measures a running release build: what a first view weighs and how many pages a second it renders, for a small and a
// large journal. script/bench starts what it needs and calls this; the last line says whether the limits hold.
import http from 'node:http';

const APP = process.env.GITGUD_E2E_ORIGIN;
const IDP = process.env.GITGUD_E2E_IDP;
const SECONDS = Number(process.env.BENCH_SECONDS || 4);
const CONNECTIONS = 8;
/** Over the wire, brotli, signed in. */
const FIRST_VIEW_LIMIT = 250 * 1024;
/** Pages a second of the large journal, as a share of the small one's. */
const RATIO_LIMIT = 0.8;

const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function get(path, headers = {}) {
  return new Promise((resolve, reject) => {
    http.get(new URL(path, APP), { agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
    }).on('error', reject);
  });
}

async function cookieOf(user) {
  const answer = await fetch(`${IDP}/test/tokens`, { method: 'POST', body: JSON.stringify({ user }) });
  const { token } = await answer.json();
  return `__session=${token}; __client_uat=1`;
}

/** Pages a second over the given time. */
async function rate(path, cookie) {
  const headers = { cookie, accept: 'text/html' };
  for (let warm = 0; warm < 50; warm += 1) await get(path, headers);
  const end = Date.now() + SECONDS * 1000;
  let pages = 0;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (Date.now() < end) {
      const { status } = await get(path, headers);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      pages += 1;
    }
  }));
  return pages / SECONDS;
}

async function firstView(cookie) {
  const headers = { cookie, accept: 'text/html', 'accept-encoding': 'br' };
  const page = (await get('/', { cookie, accept: 'text/html' })).body.toString();
  const files = [...new Set(page.match(/\/(pkg|js)\/[^"'`]+/g))].filter((file) => /\.(css|js|wasm)$/.test(file));
  let sum = 0;
  for (const file of ['/', ...files]) {
    const { body } = await get(file, headers);
    sum += body.length;
    console.log(`${(body.length / 1024).toFixed(1).padStart(8)} KiB  ${file}`);
  }
  console.log(`${(sum / 1024).toFixed(1).padStart(8)} KiB  first view, limit ${FIRST_VIEW_LIMIT / 1024} KiB`);
  return sum <= FIRST_VIEW_LIMIT;
}

async function aProblemOf(cookie) {
  const page = (await get('/problems', { cookie, accept: 'text/html' })).body.toString();
  return page.match(/\/problems\/[0-9a-f-]{36}/)[0];
}

const [small, large] = await Promise.all(['bench-small', 'bench-large'].map(cookieOf));
let holds = await firstView(small);
for (const [name, path] of [
  ['dashboard', async () => '/'],
  ['list', async () => '/problems'],
  ['problem', aProblemOf],
]) {
  const first = await rate(await path(small), small);
  const second = await rate(await path(large), large);
  const ratio = second / first;
  holds = ratio >= RATIO_LIMIT && holds;
  console.log(`${name.padEnd(10)} ${first.toFixed(0).padStart(6)} pages/s small, ${second.toFixed(0).padStart(6)} large, ratio ${ratio.toFixed(2)} (limit ${RATIO_LIMIT})`);
}
agent.destroy();
console.log(holds ? 'all limits hold' : 'a limit is broken');
process.exitCode = holds ? 0 : 1;
