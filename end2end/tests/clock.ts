// Moving a person's clock: nothing in the app can be told another time, so what they did is moved into the past instead, and derived anew.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Has so many days pass for this person: everything that they did, planned and put off is that much longer ago. */
export async function daysPass(user: string, days: number): Promise<void> {
  const by = `interval '${Math.trunc(days)} days'`;
  const sql = `
    begin;
    update attempts set attempted_at = attempted_at - ${by}, local_date = local_date - ${Math.trunc(days)}, created_at = created_at - ${by} where user_id = :'user';
    update problems set created_at = created_at - ${by}, postponed_at = postponed_at - ${by}, postponed_until = postponed_until - ${Math.trunc(days)},
      practise_from = practise_from - ${by} where user_id = :'user';
    update users set interview_date = interview_date - ${Math.trunc(days)}, bent_towards = bent_towards - ${Math.trunc(days)} where clerk_id = :'user';
    commit;`;
  const { DATABASE_URL, GITGUD_PSQL, GITGUD_PSQL_LIBRARIES, GITGUD_DEMO } = process.env;
  const psql = run(GITGUD_PSQL || 'psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-v', `user=${user}`, DATABASE_URL!], {
    env: { ...process.env, ...(GITGUD_PSQL_LIBRARIES ? { LD_LIBRARY_PATH: GITGUD_PSQL_LIBRARIES } : {}) },
  });
  psql.child.stdin!.end(sql);
  await psql;
  await run(GITGUD_DEMO!, ['rebuild', '--user', user]);
}
