// What happens to what is on this device when somebody leaves it, and what is left of those who were here before.

import { make, showModal, tell } from '../make';
import { remember } from '../memory';
import { counted } from './counted';
import { dropPages } from './shells';
import { Store, readersHere } from './store';

/** A database that another tab still uses is deleted once that tab lets go; so long that is waited for, in milliseconds. */
const PATIENCE = 2_000;

/** Leaves only this reader's journal here. Of others, changes that were not delivered stay until they come back. */
export async function keepOnly(reader: string): Promise<void> {
  await dropPages(reader);
  for (const other of (await readersHere()).filter((other) => other !== reader)) {
    const store = new Store(other);
    const { waiting, parked } = await store.counts();
    await (waiting + parked > 0 ? store.dropCopy(false) : store.delete());
    store.close();
  }
}

/** Removes everything from this device that is about a journal. */
export async function forgetEverything(): Promise<void> {
  remember('copy', null);
  remember('waiting', null);
  const gone = (await readersHere()).map((reader) => new Store(reader).delete());
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  await Promise.race([Promise.allSettled([...gone, dropPages()]), late]);
}

/**
 * Whether somebody may sign out: at once if nothing is on this device only, or it could be delivered; else if they say so.
 */
export async function mayLeave(store: Store, deliver: () => Promise<void>): Promise<boolean> {
  if (!navigator.onLine) {
    const how = 'You are still signed in. To remove what this browser keeps without a network, open Settings, then On this device.';
    tell('Signing out needs the network', make('p', how));
    return false;
  }
  if ((await store.counts()).waiting > 0) await deliver();
  let left = 0;
  // Also of somebody else who used this browser: the browser forgets all of it.
  for (const reader of new Set([store.reader, ...await readersHere()])) {
    const one = reader === store.reader ? store : new Store(reader);
    const { waiting, parked } = await one.counts();
    left += waiting + parked;
    if (one !== store) one.close();
  }
  if (left === 0) return true;
  const are = left === 1 ? '1 change is' : `${counted(left, 'change')} are`;
  return confirmed(`${are} on this device only`, `Signing out removes ${left === 1 ? 'it' : 'them'}.`,
    'Stay signed in', `Sign out and lose ${left === 1 ? 'it' : 'them'}`);
}

/** Asks a question in a dialog, in which to stay is the first thing offered. */
export function confirmed(heading: string, words: string, stay: string, go: string): Promise<boolean> {
  return new Promise((resolve) => {
    const title = make('h2', heading);
    title.id = 'confirm-title';
    const buttons = make('div', '');
    buttons.className = 'cluster';
    const dialog = make('dialog', '', title, make('p', words), buttons);
    dialog.className = 'keys';
    dialog.setAttribute('aria-labelledby', title.id);
    let answer = false;
    for (const [words, kind, says] of [[stay, 'button', false], [go, 'button button--danger', true]] as const) {
      const button = make('button', words);
      button.type = 'button';
      button.className = kind;
      button.addEventListener('click', () => {
        answer = says;
        close();
      });
      buttons.append(button);
    }
    dialog.addEventListener('close', () => resolve(answer));
    const close = showModal(dialog);
  });
}
