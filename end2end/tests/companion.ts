// Problems that another program tells of, as the browser extension Competitive Companion does.
import type { APIRequestContext } from '@playwright/test';
import { randomUUID } from 'node:crypto';

/** What the extension says about a problem, as far as it matters here. */
export interface Told {
  name: string;
  group?: string;
  url?: string;
  /** The contest it comes with. */
  batch?: { id: string; size: number };
}

/** Makes an access token of whoever these requests are of; answers with its secret. */
export async function accessToken(http: APIRequestContext, headers: Record<string, string> = {}): Promise<string> {
  const answer = await http.post(`${process.env.GITGUD_E2E_ORIGIN}/api/tokens/create`, {
    form: { 'fields[id]': randomUUID(), 'fields[name]': 'Competitive Companion', 'fields[scope]': 'write', 'fields[lifetime]': '30' },
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
  });
  if (!answer.ok()) throw new Error(`tokens/create: ${answer.status()} ${await answer.text()}`);
  return (await answer.json() as { Now: { secret: string } }).Now.secret;
}

/** Tells the inbox of whoever has this token. */
export async function tell(http: APIRequestContext, secret: string, ...problems: Told[]): Promise<void> {
  for (const data of problems) {
    const answer = await http.post(`${process.env.GITGUD_E2E_ORIGIN}/api/v1/companion`, { data, headers: { authorization: `Bearer ${secret}` } });
    if (!answer.ok()) throw new Error(`${data.name}: ${answer.status()} ${await answer.text()}`);
  }
}

/** The first three of the six problems of a contest; how hard the last is nobody knows. */
export function contest(name = 'Educational Round 40'): Told[] {
  const [batch, group] = [{ id: randomUUID(), size: 6 }, `Codeforces - ${name}`];
  return [
    { name: 'A. Diagonal Walking', url: 'https://codeforces.com/contest/954/problem/A', group, batch },
    { name: 'C. Matrix Walk', url: 'https://codeforces.com/contest/954/problem/C', group, batch },
    { name: 'Z. Nobody Knows', url: 'https://codeforces.com/gym/101/problem/Z', group, batch },
  ];
}
