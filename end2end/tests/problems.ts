import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';

/** Adds a problem, with one attempt if a status is given, past the forms. Answers its id. */
export async function addProblem(page: Page, problem: { title: string; difficulty: string; tags?: string; link?: string; status?: string; minutes?: string; notes?: string }): Promise<string> {
  const origin = process.env.GITGUD_E2E_ORIGIN!;
  const id = randomUUID();
  const send = async (path: string, form: Record<string, string>) => {
    const answer = await page.context().request.post(origin + path, { form, headers: { 'sec-fetch-site': 'same-origin' } });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  };
  await send('/api/problems/add', {
    'fields[id]': id,
    'fields[title]': problem.title,
    'fields[difficulty]': problem.difficulty,
    'fields[tags]': problem.tags ?? '',
    'fields[link]': problem.link ?? '',
  });
  if (problem.status) {
    await send('/api/attempts/log', {
      'fields[id]': randomUUID(),
      'fields[problem_id]': id,
      'fields[status]': problem.status,
      'fields[minutes]': problem.minutes ?? '',
      'fields[notes]': problem.notes ?? '',
    });
  }
  return id;
}
