// The states of the calendar.
import { randomUUID } from 'node:crypto';
import type { Journal } from './journals';
import { press, unfold, type View } from './views';

const AT = '/settings/calendar';

/** The page of somebody who has a calendar. */
const made = async (journal: Journal) => {
  await journal.send('calendar/create', { id: randomUUID(), titles: 'on' });
  return AT;
};

export const CALENDAR: View[] = [
  { name: 'no-calendar', who: 'empty', at: AT },
  { name: 'calendar', who: 'ordinary', at: made, closely: true },
  { name: 'calendar-ending', who: 'ordinary', at: made, act: unfold('.confirm') },
  { name: 'calendar-made', who: 'hostile', at: AT, act: async (page) => {
    await press(page, /^Make (the calendar|another address)$/);
    await page.getByText('The calendar is made').waitFor();
  } },
  { name: 'calendar-made-before', who: 'hostile', at: AT, act: async (page, journal) => {
    const id = await page.locator('[name="fields[id]"]').inputValue();
    await journal.send('calendar/create', { id, titles: 'on' });
    await press(page, /^Make (the calendar|another address)$/);
    await page.getByText('This calendar was made already').waitFor();
  } },
  { name: 'calendar-ended', who: 'ordinary', at: `${AT}?revoked=1` },
];
