// What the wasm asks of the copy, by name (src/offline). Everything is text: most of it is JSON that was stored as it came.

import { momentIn } from './moment';
import type { Change, Store } from './store';

/** Answers one question; an empty answer is that this device does not know. `kept` is told of a change that was stored. */
export async function answerFrom(store: Store, name: string, argument: string, kept: () => Promise<void>): Promise<string> {
  switch (name) {
    case 'moment': {
      const { zone, at } = JSON.parse(argument || '{}') as { zone?: string; at?: string };
      return JSON.stringify(momentIn(zone ?? '', at ?? ''));
    }
    case 'person':
      return await store.isComplete() ? await store.meta<string>('person') ?? '' : '';
    case 'problem':
      return await store.isComplete() ? store.problem(argument) : '';
    case 'attempt': {
      const problem = await store.isComplete() ? await store.problemOf(argument) : '';
      return problem && store.problem(problem);
    }
    case 'stamp':
      return await store.meta<string>('cursor') ?? '';
    case 'rows':
      return store.rows();
    case 'texts':
      return store.texts();
    case 'changes':
      return JSON.stringify(await store.ahead());
    case 'keep':
      await store.keep(JSON.parse(argument) as Change);
      await kept();
      return '';
    case 'timers':
      return await store.meta<string>('timers') ?? '';
    case 'set-timers':
      await store.setMeta('timers', argument);
      return '';
    default:
      throw new Error(`the journal knows no ${name}`);
  }
}
