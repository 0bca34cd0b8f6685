// Timers. The server keeps them; here they tick, and their buttons answer before the server does.
//
// `<timer-panel>` (a problem's timer with its form) and `<timer-link>` (the one that runs, in the header) carry the timer
// in attributes: data-problem, data-state (none, running, paused), data-seconds of finished stretches, data-running-since
// and data-now, the server's clock when they were rendered. Inside, `data-when` lists the states an element is shown in.
// The attributes stay as they were rendered: Leptos writes those of a custom element once more when it comes alive.

import { originOf } from './dom';
import { lookForSaved, onSaved } from './saved';
import { say } from './say';
import { setText } from './text';

/** A timer as the server answers it. */
interface Timer {
  seconds: number;
  running_since: string;
  since: string;
}

/** What other tabs are told. */
interface News {
  problem: string;
  title: string;
  timer: Timer | null;
}

const TICK = 1000;
/** A longer gap between two ticks means that the machine slept. */
const LONGEST_GAP = 5 * 60_000;
/** A browser's clock that is further off than this is corrected by the server's. */
const CLOCK_TOLERANCE = 60_000;
const MINUTES_LIMIT = 1440;

const shown = new Set<TimerElement>();
const edited = new WeakSet<EventTarget>();
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('gitgud-timer') : undefined;
let ahead = 0;
let lastTick = Date.now();
let frozen = false;

class TimerElement extends HTMLElement {
  static observedAttributes = ['data-now'];
  problem = '';
  timer: Timer | null = null;

  connectedCallback(): void {
    this.read();
    shown.add(this);
    draw(this);
  }

  disconnectedCallback(): void {
    shown.delete(this);
    lookForSaved();
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    // Rendered anew, the other attributes with it.
    if (before === null || before === after) return;
    queueMicrotask(() => {
      this.read();
      set(this, this.timer);
    });
  }

  private read(): void {
    const { problem = '', state, seconds, runningSince = '' } = this.dataset;
    const since = this.querySelector('[data-since]')?.textContent ?? '';
    this.problem = problem;
    this.timer = state === 'none' ? null : { seconds: Number(seconds ?? 0), running_since: runningSince, since };
    const off = Date.now() - Date.parse(this.dataset.now ?? '');
    if (!Number.isNaN(off)) ahead = Math.abs(off) > CLOCK_TOLERANCE ? off : 0;
  }
}

/** Defines the elements and starts the clock. */
export function startTimers(): void {
  customElements.define('timer-panel', class extends TimerElement {});
  customElements.define('timer-link', class extends TimerElement {});
  setInterval(tick, TICK);
  document.addEventListener('visibilitychange', tick);
  // A frozen tab is not a sleeping machine: the person is at it, elsewhere.
  document.addEventListener('freeze', () => { frozen = true; });
  document.addEventListener('submit', act);
  document.addEventListener('click', ignoreDoubleClick);
  document.addEventListener('click', (event) => {
    const keep = event.target instanceof Element ? event.target.closest('timer-panel [data-keep]') : null;
    const panel = keep?.closest<TimerElement>('timer-panel');
    if (panel) forgetAway(panel);
  });
  document.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    edited.add(event.target);
    delete event.target.dataset.timed;
  });
  void askForRunning();
  channel?.addEventListener('message', (event: MessageEvent<News>) => show(event.data));
  // Logging an attempt ends the timer that measured it.
  onSaved((_, form) => {
    const [kind, problem] = form.split(':');
    if (kind === 'attempt-new' && problem) show({ problem, title: '', timer: null });
  });
}

/** Asks for the timer that runs, for the header, when somebody is signed in. */
async function askForRunning(): Promise<void> {
  if (!document.querySelector('meta[name="reader"]')) return;
  try {
    const answer = await fetch('/api/timers/running', { method: 'POST', headers: { accept: 'application/json' } });
    const running = answer.ok ? await answer.json() as News | null : null;
    if (running) show(running);
  } catch {
    // The header does without; the problem's own page has the timer.
  }
}

function tick(): void {
  const now = Date.now();
  const gap = now - lastTick;
  if (gap > LONGEST_GAP && !frozen) noticeAway(gap);
  frozen = false;
  lastTick = now;
  if (document.visibilityState === 'hidden') return;
  lookForSaved();
  for (const element of shown) draw(element);
}

function seconds({ timer }: TimerElement): number {
  const stretch = Math.floor((Date.now() - ahead - Date.parse(timer?.running_since ?? '')) / 1000);
  return (timer?.seconds ?? 0) + (Number.isNaN(stretch) ? 0 : Math.max(0, stretch));
}

function minutes(seconds: number): number {
  return Math.min(MINUTES_LIMIT, Math.max(1, Math.round(seconds / 60)));
}

function clockText(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const [hours, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(rest)}:${two(seconds % 60)}` : `${rest}:${two(seconds % 60)}`;
}

function draw(element: TimerElement): void {
  const passed = seconds(element);
  const clock = element.querySelector<HTMLTimeElement>('[data-clock]');
  if (clock && element.timer) {
    setText(clock, clockText(passed));
    clock.dateTime = `PT${passed}S`;
    clock.title = minutes(passed) === 1 ? '1 minute' : `${minutes(passed)} minutes`;
  }
  fill(element, passed);
}

/** The minutes of the form below follow the timer until the person types some. */
function fill(element: TimerElement, passed: number): void {
  const field = document.getElementById(element.dataset.fills ?? '');
  if (!(field instanceof HTMLInputElement) || edited.has(field)) return;
  const typed = field.dataset.timed === undefined && field.value !== field.defaultValue;
  if (typed) {
    edited.add(field);
  } else if (element.timer) {
    field.value = String(minutes(passed));
    field.dataset.timed = '';
  } else if (field.dataset.timed !== undefined) {
    field.value = '';
    delete field.dataset.timed;
  }
}

function paused(element: TimerElement): Timer {
  return { seconds: seconds(element), running_since: '', since: '' };
}

/** What the timer will be when the server has done what the button asks for. */
function expected(panel: TimerElement, action: string): Timer | null {
  const now = Date.now() - ahead;
  const timer = panel.timer ?? { seconds: 0, running_since: '', since: '' };
  switch (action) {
    case 'start':
    case 'resume': {
      const since = new Date(now);
      const clock = `${String(since.getHours()).padStart(2, '0')}:${String(since.getMinutes()).padStart(2, '0')}`;
      return { ...timer, running_since: since.toISOString(), since: clock };
    }
    case 'pause':
      return paused(panel);
    case 'discard':
      return null;
    default: {
      const away = Number(panel.querySelector<HTMLInputElement>('[name="fields[seconds]"]')?.value ?? 0);
      const since = Math.min(now, Date.parse(timer.running_since) + away * 1000);
      return { ...timer, running_since: new Date(since).toISOString() };
    }
  }
}

function set(element: TimerElement, timer: Timer | null): void {
  const state = timer === null ? 'none' : timer.running_since ? 'running' : 'paused';
  const focused = element.contains(document.activeElement);
  element.timer = timer;
  setText(element.querySelector('[data-since]'), timer?.since ?? '');
  const since = element.querySelector<HTMLInputElement>('[name="fields[since]"]');
  if (since) since.value = timer?.running_since ?? '';
  for (const part of element.querySelectorAll<HTMLElement>('[data-when]')) {
    part.hidden = !part.dataset.when?.split(' ').includes(state);
  }
  // The button that was pressed is gone: the keyboard goes on with the next one.
  if (focused && !document.activeElement?.checkVisibility()) {
    [...element.querySelectorAll('button')].find((button) => button.checkVisibility())?.focus();
  }
  draw(element);
}

/** Shows a problem's timer wherever it is to be seen. Of two timers one runs. */
function show({ problem, title, timer }: News): void {
  const runs = timer !== null && timer.running_since !== '';
  for (const element of shown) {
    const same = element.problem === problem;
    if (element.localName === 'timer-link') {
      if (runs) {
        element.problem = problem;
        element.querySelector('a')?.setAttribute('href', `/problems/${problem}`);
        setText(element.querySelector('[data-title-text]'), title);
      }
      if (runs || same) set(element, runs ? timer : null);
    } else if (same) {
      forgetAway(element);
      set(element, timer);
    } else if (runs && element.timer?.running_since) {
      set(element, paused(element));
    }
  }
}

/** What was done to a panel's timer and is not answered yet. */
interface Turns {
  /** Done when everything pressed so far is answered. */
  last: Promise<void>;
  waiting: number;
  /** The timer as the server knows it. */
  known: Timer | null;
  /** Goes up with a refusal: what was pressed before it is not sent any more. */
  refusals: number;
}

const turns = new WeakMap<TimerElement, Turns>();

/** Shows at once what a press does; it is sent when what was pressed before is answered. */
function act(event: SubmitEvent): void {
  const form = event.target instanceof HTMLFormElement ? event.target : null;
  const panel = form?.closest<TimerElement>('timer-panel');
  const button = event.submitter;
  if (!form || !panel || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const turn = turns.get(panel) ?? { last: Promise.resolve(), waiting: 0, known: null, refusals: 0 };
  turns.set(panel, turn);
  if (turn.waiting === 0) turn.known = panel.timer;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) body.append(name, String(value));
  const was = clockText(seconds(panel));
  const title = panel.dataset.title ?? '';
  show({ problem: panel.problem, title, timer: expected(panel, button.value) });
  setText(panel.querySelector('[data-said]'), DONE[button.value]?.(was) ?? ' ');
  const said = SAID[button.value];
  if (said) say(`${said}: ${title}`);
  turn.waiting += 1;
  const { refusals } = turn;
  turn.last = turn.last.then(() => refusals === turn.refusals ? send(panel, turn, body) : undefined)
    .finally(() => { turn.waiting -= 1; });
}

async function send(panel: TimerElement, turn: Turns, body: URLSearchParams): Promise<void> {
  const { problem } = panel;
  const title = panel.dataset.title ?? '';
  // Since when it runs is known by the answer to what was pressed before.
  if (body.get('fields[since]')) body.set('fields[since]', turn.known?.running_since ?? '');
  try {
    const answer = await fetch('/api/timers/act', { method: 'POST', body, headers: { accept: 'application/json' } });
    if (!answer.ok) throw answer;
    const { timer } = await answer.json() as { timer: Timer | null };
    turn.known = timer;
    // What was pressed since is shown already.
    if (turn.waiting === 1) show({ problem, title, timer });
    channel?.postMessage({ problem, title, timer } satisfies News);
  } catch (refused) {
    turn.refusals += 1;
    show({ problem, title, timer: turn.known });
    const sentence = `${why(refused)} The timer is as it was.`;
    setText(panel.querySelector('[data-said]'), sentence);
    say(sentence);
  }
}

/** The second press of a double click falls on the button that took the first one's place. */
function ignoreDoubleClick(event: MouseEvent): void {
  if (event.detail > 1 && originOf(event)?.closest('timer-panel button')) event.preventDefault();
}

const DONE: Record<string, (was: string) => string> = {
  pause: (was) => `Paused at ${was}.`,
  discard: (was) => `Discarded ${was}.`,
};

const SAID: Record<string, string> = {
  start: 'Timer started',
  pause: 'Timer paused',
  resume: 'Timer resumed',
  discard: 'Timer discarded',
};

function why(refused: unknown): string {
  switch (refused instanceof Response ? refused.status : 0) {
    case 401: return 'Your session has ended; sign in again.';
    case 404: return 'This problem is no longer there.';
    case 429: return 'That was a lot at once; try again in a moment.';
    default: return 'GitGud could not be reached; try again.';
  }
}

/** Offers to leave out the time in which the machine slept. */
function noticeAway(gap: number): void {
  for (const panel of shown) {
    const field = panel.querySelector<HTMLInputElement>('[name="fields[seconds]"]');
    const notice = panel.querySelector<HTMLElement>('[data-away]');
    if (!field || !notice || !panel.timer?.running_since) continue;
    const away = Number(field.value) + Math.round(gap / 1000);
    field.value = String(away);
    const [hours, rest] = [Math.floor(away / 3600), Math.floor(away / 60) % 60];
    const text = [hours ? `${hours} h` : '', rest ? `${rest} min` : ''].filter(Boolean).join(' ');
    setText(notice.querySelector('[data-away-text]'), `You were away for ${text}.`);
    notice.hidden = false;
  }
}

function forgetAway(panel: TimerElement): void {
  const field = panel.querySelector<HTMLInputElement>('[name="fields[seconds]"]');
  const notice = panel.querySelector<HTMLElement>('[data-away]');
  if (field) field.value = '';
  if (notice) notice.hidden = true;
}
