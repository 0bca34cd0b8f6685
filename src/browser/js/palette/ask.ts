// Asks the server what was typed may lead to. Only the answer to the latest question counts.

import type { Place } from './items';

/** What the server answers (`src/find/jump/model.rs`). */
export interface Answer {
  problems: Place[];
  views: Place[];
  link: Place | null;
}

/** How asking went. */
export type Outcome = { answer: Answer } | { trouble: 'away' | 'ended' | 'busy' };

const ENDPOINT = '/api/find/jump';
/** After the last letter, in milliseconds. */
const PAUSE = 60;

/** Asks one question after another, each in place of the one before. */
export class Asker {
  private readonly answers = new Map<string, Answer>();
  private current = new AbortController();

  /** Calls back once, unless something else is asked meanwhile. What is known already is answered at once. */
  ask(typed: string, told: (outcome: Outcome) => void): void {
    this.current.abort();
    const known = this.answers.get(typed);
    if (known) {
      told({ answer: known });
      return;
    }
    const { signal } = (this.current = new AbortController());
    const pause = typed ? PAUSE : 0;
    setTimeout(async () => {
      if (signal.aborted) return;
      const outcome = await this.fetch(typed, signal);
      if (!signal.aborted) told(outcome);
    }, pause);
  }

  /** Nothing is answered any more. */
  stop(): void {
    this.current.abort();
  }

  private async fetch(q: string, signal: AbortSignal): Promise<Outcome> {
    try {
      const body = new URLSearchParams({ q });
      const response = await fetch(ENDPOINT, { method: 'POST', body, signal, headers: { accept: 'application/json' } });
      if (response.status === 401) return { trouble: 'ended' };
      if (!response.ok) return { trouble: response.status === 429 ? 'busy' : 'away' };
      const answer = await response.json() as Answer;
      this.answers.set(q, answer);
      return { answer };
    } catch {
      return { trouble: 'away' };
    }
  }
}
