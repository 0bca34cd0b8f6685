// The app once more, on a port of its own and the same database: to be killed, and to be replaced by a later build.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, type APIRequestContext, type BrowserContext } from '@playwright/test';
import { control, cookiesOf } from './identity';

export class OwnApp {
  private process?: ChildProcess;

  private constructor(readonly origin: string, private readonly address: string) {}

  static async start(request: APIRequestContext, site?: string): Promise<OwnApp> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const app = new OwnApp(`http://localhost:${port}`, `127.0.0.1:${port}`);
    await app.run(request, site);
    return app;
  }

  /** Runs it, perhaps with other files, until it is killed. */
  async run(request: APIRequestContext, site = process.env.GITGUD_SITE_ROOT!): Promise<void> {
    this.process = spawn(process.env.GITGUD_DEMO!, ['serve'], {
      env: { ...process.env, GITGUD_ADDR: this.address, GITGUD_ORIGIN: this.origin, GITGUD_SITE_ROOT: site },
      stdio: 'ignore',
    });
    await expect.poll(async () => (await request.get(`${this.origin}/readyz`).catch(() => null))?.status(), { timeout: 30_000 }).toBe(200);
  }

  /** As a machine that loses its power: nothing is finished. */
  async kill(): Promise<void> {
    const gone = this.process && once(this.process, 'exit');
    this.process?.kill('SIGKILL');
    await gone;
  }

  /** Signs somebody in here. */
  async signIn(context: BrowserContext, user: string): Promise<void> {
    const { token } = await control<{ token: string }>(context.request, 'tokens', { user, azp: this.origin });
    await context.addCookies(cookiesOf(token).map((cookie) => ({ ...cookie, url: this.origin })));
  }
}

/** Has the database end every connection, as it does when it is restarted. */
export async function endConnections(): Promise<void> {
  const libraries = process.env.GITGUD_PSQL_LIBRARIES;
  await promisify(execFile)(process.env.GITGUD_PSQL!, [
    process.env.DATABASE_URL!, '-c',
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  ], { env: { ...process.env, ...libraries ? { LD_LIBRARY_PATH: libraries } : {} } });
}
