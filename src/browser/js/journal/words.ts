// Changes, and why they were refused, in words.

import type { Change, Outcome } from './store';

type Fields = Record<string, string>;

const LABELS: Fields = {
  link: 'Link', title: 'Title', difficulty: 'Difficulty', tags: 'Tags', description: 'Description', status: 'Result', minutes: 'Minutes',
  help: 'Help', grade: 'Grade', recall: 'Recalled only', notes: 'Notes', code: 'Code', language: 'Language', attempted_at: 'When',
};
/** Fields of several lines. */
export const LONG = new Set(['description', 'notes', 'code']);

/** What a field is called. */
export function labelOf(field: string): string {
  return LABELS[field] ?? field;
}

function fieldsOf(value: unknown): Fields {
  return value && typeof value === 'object' ? value as Fields : {};
}

/** The fields of a change that a person may correct, with what they typed. Others only tie it to its place. */
export function typedIn(change: Change): Fields {
  const typed = fieldsOf(change.kind.startsWith('edit-') ? change['becomes'] : change['fields']);
  const was = fieldsOf(change['was']);
  const named = Object.entries(typed).filter(([name]) => name in LABELS);
  // An edit is about what it changes.
  return Object.fromEntries(change.kind.startsWith('edit-') ? named.filter(([name, text]) => text !== (was[name] ?? '')) : named);
}

/** The change with other texts in its fields. */
export function retyped(change: Change, texts: Fields): Partial<Change> {
  const name = change.kind.startsWith('edit-') ? 'becomes' : 'fields';
  return { [name]: { ...fieldsOf(change[name]), ...texts } };
}

/** An edit that starts from what is stored: it then changes that. */
export function rebased(change: Change, stored: Fields): Partial<Change> {
  return { was: { ...fieldsOf(change['was']), ...stored } };
}

/** The problem that a change is about. */
export function problemOf(change: Change): string {
  const fields = fieldsOf(change['becomes'] ?? change['fields']);
  return String(change['problem'] ?? fields['problem_id'] ?? fields['id'] ?? '');
}

/** What a change does, to a problem with this title if that is known. */
export function inWords(change: Change, title: string): string {
  const fields = fieldsOf(change['fields']);
  const which = title ? `“${title}”` : 'a problem';
  switch (change.kind) {
    case 'add-problem': return `Add “${fields['title'] || fields['link'] || title}”`;
    case 'edit-problem': return `Change ${which}`;
    case 'log-attempt': {
      const minutes = fields['minutes'] ? ` in ${fields['minutes']} min` : '';
      return `Log an attempt at ${which}${fields['status'] ? `: ${fields['status']}${minutes}` : ''}`;
    }
    case 'edit-attempt': return `Change an attempt at ${which}`;
    case 'star': return change['starred'] ? `Star ${which}` : `Take the star from ${which}`;
    default: return `A change to ${which}`;
  }
}

/** Why a change was refused (src/error.rs), and what is wrong with which field. */
export function reasonOf({ error }: Outcome): [reason: string, fields: Fields] {
  if (error && typeof error === 'object' && 'Invalid' in error) {
    return ['Some of it cannot be accepted as it is.', fieldsOf(error.Invalid)];
  }
  if (error === 'NotFound') return ['What it changes is not in your journal any more.', {}];
  if (error === 'TooLarge') return ['It is more than GitGud takes at once.', {}];
  return ['GitGud could not take it as it is.', {}];
}
