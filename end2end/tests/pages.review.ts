// The states of the reviews.
import type { Page } from '@playwright/test';
import type { Journal } from './journals';
import { mistake, press, unfold, type View } from './views';

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 16);

/** A problem that was solved nine days ago, and so is due. */
const due = async (journal: Journal, title = 'Two Sum, once more') => {
  const id = await journal.add(title, { tags: 'graph, bfs', link: `https://example.com/${Math.random()}/x` });
  await journal.log(id, { attempted_at: ago(9), minutes: '25', notes: 'The **trick** is a queue.', code: 'x = 1\n', language: 'Python' });
  return id;
};
/** A problem that was forgotten four times. */
const leech = async (journal: Journal) => {
  const id = await journal.add('Never remembered', { tags: 'graph' });
  for (const days of [20, 15, 10, 5]) await journal.log(id, { status: 'failed', attempted_at: ago(days) });
  return id;
};
const at = (make: (journal: Journal) => Promise<string>, mode = '') => async (journal: Journal) => `/review?problem=${await make(journal)}${mode}`;
const grade = (page: Page, name: string) => press(page, new RegExp(`^\\d ${name} `));

export const REVIEW: View[] = [
  { name: 'review-empty', who: 'empty', at: '/review' },
  { name: 'review', who: 'ordinary', at: async (journal) => { await due(journal); return '/review'; }, closely: true },
  { name: 'review-huge', who: 'huge', at: '/review' },
  { name: 'review-new', who: 'ordinary', at: (journal) => `/review?problem=${journal.untried}` },
  { name: 'review-revealed', who: 'ordinary', at: at(due), act: async (page) => {
    await press(page, 'Show tags and difficulty');
    await page.getByText('It took a hint.').waitFor();
    await press(page, 'Show my notes and code');
    await page.getByText('A solution was read.').waitFor();
  } },
  { name: 'review-more', who: 'ordinary', at: at(due), act: unfold('.grading .in-place') },
  { name: 'review-mistake', who: 'ordinary', at: at(due), fails: true, act: async (page) => {
    await unfold('.grading .in-place')(page);
    await page.getByRole('textbox', { name: 'Minutes' }).fill('2000');
    await grade(page, 'Good');
    await page.locator('[aria-invalid="true"]').first().waitFor();
  } },
  { name: 'review-graded', who: 'ordinary', at: at(due), act: async (page) => {
    await grade(page, 'Good');
    await page.getByText(/^Good: .* comes back /).first().waitFor();
  } },
  { name: 'review-timed', who: 'ordinary', at: at(due), act: async (page) => {
    await press(page, 'Start the timer');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  } },
  { name: 'review-choices', who: 'ordinary', at: at(due), act: unfold('#review-choices') },
  { name: 'review-put-off', who: 'ordinary', at: at(due), act: async (page) => {
    await unfold('#review-choices')(page);
    await press(page, 'A week');
    await page.getByRole('region', { name: 'What was just done' }).waitFor();
  } },
  { name: 'review-decision', who: 'ordinary', at: async (journal) => `/problems/${await due(journal)}/review` },
  { name: 'review-decision-mistake', who: 'ordinary', at: async (journal) => `/problems/${await due(journal)}/review`, fails: true, act: mistake('Put it off') },
  { name: 'review-leech', who: 'ordinary', at: at(leech) },
  { name: 'review-recall', who: 'ordinary', at: at(due, '&mode=recall') },
  { name: 'review-recalled', who: 'ordinary', at: at(due, '&mode=recall'), act: unfold('#revealed') },
  { name: 'review-recall-nothing', who: 'empty', at: '/review?mode=recall' },
  { name: 'review-keys', who: 'ordinary', at: at(due), hydrated: true, act: async (page) => { await page.keyboard.press('?'); await page.getByRole('dialog').waitFor(); } },
  { name: 'review-of-somebody-else', who: 'empty', at: (_, all) => `/review?problem=${all.ordinary.problem}`, fails: true },
  { name: 'problem-reviewing', who: 'ordinary', at: async (journal) => `/problems/${await due(journal)}`, act: unfold('#review-choices') },
  { name: 'hostile-review', who: 'hostile', at: (journal) => `/review?problem=${journal.problem}`, act: unfold('#review-choices') },
];
