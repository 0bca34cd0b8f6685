// The journals on which every page is looked at: an empty one, an ordinary one, one that is hostile to any layout and one of 20,000 problems.
// Each belongs to a person nobody else in the run is, and is made through the app's own addresses and `gitgud demo`.
import { request, type APIRequestContext, type Cookie } from '@playwright/test';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { accessToken, tell, type Told } from './companion';
import { cookiesOf } from './identity';
import { CODE, HOSTILE, ORDINARY, type Texts } from './texts';

const ORIGIN = () => process.env.GITGUD_E2E_ORIGIN!;

/** A person with a journal. */
export class Journal {
  /** Its furnished problem: a description, tags, a link, three attempts with notes and code. */
  problem = '';
  /** Another, never tried. */
  untried = '';
  /** The attempts at `problem`, oldest first. */
  attempts: string[] = [];
  /** A saved search. */
  view = '';
  /** What other programs show, once one has been made. */
  private secret?: string;

  private constructor(readonly user: string, readonly token: string, private readonly http: APIRequestContext) {}

  static async of(user: string): Promise<Journal> {
    const http = await request.newContext();
    const answer = await http.post(`${process.env.GITGUD_E2E_IDP}/test/tokens`, { data: { user } });
    return new Journal(user, (await answer.json()).token, http);
  }

  cookies(): Pick<Cookie, 'name' | 'value'>[] {
    return cookiesOf(this.token);
  }

  /** Sends a form to a server function, past the pages. */
  async send<Answer = unknown>(path: string, fields: Record<string, string>): Promise<Answer> {
    const form = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`fields[${name}]`, value]));
    const answer = await this.http.post(`${ORIGIN()}/api/${path}`, {
      form,
      headers: { 'sec-fetch-site': 'same-origin', cookie: this.cookie() },
    });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return await answer.json() as Answer;
  }

  private cookie(): string {
    return this.cookies().map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** Tells the inbox of problems, as the browser extension would. */
  async tell(...problems: Told[]): Promise<void> {
    this.secret ??= await accessToken(this.http, { cookie: this.cookie() });
    await tell(this.http, this.secret, ...problems);
  }

  /** Adds a problem; answers with its id. */
  async add(title: string, more: Record<string, string> = {}): Promise<string> {
    const id = randomUUID();
    await this.send('problems/add', { id, title, difficulty: 'medium', tags: '', ...more });
    return id;
  }

  /** Logs an attempt; answers with its id. */
  async log(problem: string, more: Record<string, string> = {}): Promise<string> {
    const id = randomUUID();
    await this.send('attempts/log', { id, problem_id: problem, status: 'solved', minutes: '', ...more });
    return id;
  }

  /** Everything that the pages need something of. */
  async furnish(texts: Texts): Promise<void> {
    for (const [title, tags] of texts.others) {
      const id = await this.add(title, { tags });
      await this.log(id, { status: 'partial', minutes: '1440', help: 'hint', notes: texts.notes });
    }
    this.untried = await this.add(texts.untried, { tags: texts.tags, difficulty: 'hard' });
    this.problem = await this.add(texts.title, { tags: texts.tags, description: texts.notes, link: texts.link });
    const logs = [['failed', 'solution', CODE[0]], ['partial', 'hint', CODE[1]], ['solved', 'none', texts.code]];
    for (const [index, [status, help, code]] of logs.entries()) {
      this.attempts.push(await this.log(this.problem, {
        status, help, code, language: texts.language, notes: texts.notes, minutes: String(40 - 10 * index),
      }));
    }
    this.view = randomUUID();
    await this.send('views/save', { id: this.view, name: texts.search, query: 'is:solved', sort: '' });
    await this.send('tokens/create', { id: randomUUID(), name: 'A script', scope: 'read', lifetime: '90' });
    await this.send('tokens/create', { id: randomUUID(), name: texts.search, scope: 'write', lifetime: 'never' });
  }

  async close(): Promise<void> {
    await this.http.dispose();
  }
}

/** All of them. `foreign` owns nothing of what the others have; `visitor` and `expired` are nobody. */
export type Journals = Record<'empty' | 'ordinary' | 'hostile' | 'huge', Journal>;

/** Writes a journal with the app's own command; GITGUD_DEMO is the binary, DATABASE_URL its database. */
async function demo(user: string, problems: number, attempts: number): Promise<void> {
  const binary = process.env.GITGUD_DEMO;
  if (!binary) return;
  const counts = ['--problems', String(problems), '--attempts', String(attempts), '--seed', '1'];
  await promisify(execFile)(binary, ['demo', '--user', user, ...counts]).catch((error) => {
    if (!String(error.stderr).includes('already has problems')) throw error;
  });
}

/** Makes all journals. Without GITGUD_DEMO the ordinary and the huge one hold only what every page needs. */
export async function makeJournals(): Promise<Journals> {
  const run = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  // Only read, and the work of seconds: the workers of a run have one of it between them.
  const shared = `${process.ppid}-${new Date().toISOString().slice(0, 10)}`;
  const [empty, ordinary, hostile, huge] = await Promise.all(
    [`empty-${run}`, `ordinary-${run}`, `hostile-${run}`, `huge-${shared}`].map((name) => Journal.of(`e2e-${name}`)),
  );
  await Promise.all([
    demo(ordinary.user, 150, 500).then(() => ordinary.furnish(ORDINARY)),
    hostile.furnish(HOSTILE),
    demo(huge.user, 20_000, 20_000),
  ]);
  return { empty, ordinary, hostile, huge };
}
