// Who a browser of a test belongs to, by way of the local identity provider.
import type { APIRequestContext, BrowserContext } from '@playwright/test';

/** The cookies of a browser that the provider knows and in which somebody is signed in with this token. */
export function cookiesOf(token: string): { name: string; value: string }[] {
  return [
    { name: '__session', value: token },
    { name: '__client_uat', value: '1' },
    { name: '__clerk_db_jwt', value: 'dvb_of_a_test' },
  ];
}

/** What the provider answers when it signs somebody in for a test. */
interface Started {
  token: string;
  session_id: string;
  cookies: { name: string; value: string }[];
}

/** Asks the local identity provider for something that only tests ask for. */
export async function control<T = unknown>(request: APIRequestContext, what: string, data: object): Promise<T> {
  const answer = await request.post(`${process.env.GITGUD_E2E_IDP}/test/${what}`, { data });
  if (!answer.ok()) throw new Error(`/test/${what}: ${answer.status()} ${await answer.text()}`);
  return await answer.json() as T;
}

/**
 * Somebody whose session the provider knows, so that it can be refreshed, handed over again and ended. Whether its token
 * has run out is for the test to say: nobody waits for a minute.
 */
export class Person {
  private constructor(
    readonly name: string,
    private readonly context: BrowserContext,
    private readonly late: Started,
    private readonly claims: object,
  ) {}

  static async signIn(context: BrowserContext, name: string, how: { refresh?: boolean; claims?: object } = {}): Promise<Person> {
    const late = await control<Started>(context.request, 'sessions', { user: name, ttl: -30, ...how });
    const person = new Person(name, context, late, how.claims ?? {});
    await person.isFresh();
    return person;
  }

  /** From now on the browser's token is good for an hour. */
  async isFresh(): Promise<void> {
    const { token } = await control<{ token: string }>(this.context.request, 'tokens', { user: this.name, sid: this.late.session_id, ...this.claims });
    await this.carry(token);
  }

  /** From now on the browser's token has run out. */
  async isLate(): Promise<void> {
    // A minute takes longer than handshakes are counted for.
    await this.context.clearCookies({ name: '__clerk_redirect_count' });
    await this.carry(this.late.token);
  }

  private async carry(token: string): Promise<void> {
    const url = process.env.GITGUD_E2E_ORIGIN!;
    await this.context.addCookies(this.late.cookies.map(({ name, value }) => ({
      name, value: name.startsWith('__session') ? token : value, url,
    })));
  }
}
