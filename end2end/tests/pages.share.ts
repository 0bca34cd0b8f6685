// The states of what is shared.
import { randomUUID } from 'node:crypto';
import type { Journal } from './journals';
import { press, unfold, type View } from './views';

const sharing = (journal: Journal) => `/problems/${journal.problem}/share`;

/** Shares the journal's problem with notes and code; answers with the path of the link. */
const shared = async (journal: Journal) => {
  const made = await journal.send<{ Now: { address: string } }>('share/create', { id: randomUUID(), problem_id: journal.problem, notes: 'on', code: 'on' });
  return new URL(made.Now.address).pathname;
};

export const SHARE: View[] = [
  { name: 'nothing-shared', who: 'empty', at: '/settings/shares' },
  { name: 'share', who: 'ordinary', at: sharing, closely: true },
  { name: 'share-made', who: 'ordinary', at: sharing, act: async (page) => {
    await press(page, 'Make the link');
    await page.getByText('The link is made').waitFor();
  } },
  { name: 'share-made-before', who: 'hostile', at: sharing, act: async (page, journal) => {
    const id = await page.locator('[name="fields[id]"]').inputValue();
    await journal.send('share/create', { id, problem_id: journal.problem });
    await press(page, 'Make the link');
    await page.getByText('This link was made already').waitFor();
  } },
  { name: 'shares', who: 'hostile', at: async (journal) => { await shared(journal); return '/settings/shares'; }, act: unfold('.confirm') },
  { name: 'share-ended', who: 'ordinary', at: (journal) => `${sharing(journal)}?ended=1` },
  { name: 'shared', who: 'visitor', at: (journal) => shared(journal), bare: true, closely: true },
  { name: 'shared-hostile', who: 'visitor', at: (_, all) => shared(all.hostile), bare: true },
  { name: 'shared-no-longer', who: 'visitor', at: '/s/00000000000000000000000000000000', bare: true, fails: true },
];
