// Measures the JSON API of a running release build against the bare statements: how many problems a second it lists and
// creates over eight connections, and how many times a second pgbench has the same SQL done over eight. script/bench
// starts what it needs and calls this.
import { spawnSync } from 'node:child_process';
import http from 'node:http';

const { GITGUD_E2E_ORIGIN: APP, BENCH_TOKEN: TOKEN, BENCH_SQL: SQL, PGBENCH } = process.env;
const SECONDS = Number(process.env.BENCH_SECONDS || 4);
const CONNECTIONS = 8;
const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function send(method, path, body) {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, APP), { agent, method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}

/** A UUID of version 7, of this millisecond. */
function newId() {
  const time = Date.now().toString(16).padStart(12, '0');
  const chance = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(15)}`;
}

/** Answers a second over the given time. */
async function rate(expected, once) {
  for (let warm = 0; warm < 50; warm += 1) await once();
  const end = Date.now() + SECONDS * 1000;
  let answers = 0;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (Date.now() < end) {
      const status = await once();
      if (status !== expected) throw new Error(`answered ${status}, not ${expected}`);
      answers += 1;
    }
  }));
  return answers / SECONDS;
}

/** Transactions a second that pgbench gets from one of the files beside this one. */
function pgbench(file) {
  const script = new URL(`./bench/${file}`, import.meta.url).pathname;
  const { stdout, stderr, status } = spawnSync(
    PGBENCH, ['-n', '-M', 'prepared', '-c', CONNECTIONS, '-j', 2, '-T', SECONDS, '-f', script, SQL], { encoding: 'utf8' });
  const tps = stdout.match(/tps = ([\d.]+)/);
  if (status !== 0 || !tps) throw new Error(`pgbench: ${stderr}`);
  return Number(tps[1]);
}

const kinds = [
  ['list', 'list.sql', () => rate(200, () => send('GET', '/api/v1/problems?limit=50'))],
  ['create', 'create.sql', () => rate(201, () => send('POST', '/api/v1/problems', {
    id: newId(), title: 'A problem of the benchmark', difficulty: 'medium', tags: ['dp', 'graph'],
  }))],
];
for (const [name, file, measured] of kinds) {
  const answers = await measured();
  const statements = pgbench(file);
  console.log(`api ${name.padEnd(7)} ${answers.toFixed(0).padStart(6)} answers/s, ${statements.toFixed(0).padStart(6)} times the same SQL by pgbench, ratio ${(answers / statements).toFixed(2)}`);
}
agent.destroy();
