// How well a name matches what was typed: letters in their order, better at the beginnings of words and side by side.
// Pure; end2end/unit/score.test.ts holds what it promises.

/** A part of a text, in UTF-16 units: from here, up to there. */
export type Range = [start: number, end: number];

/** How a text matches. */
export interface Match {
  /** Higher is better. Only good for comparing. */
  score: number;
  /** What of the text was matched, in its order. */
  marks: Range[];
  /** Whether letters were picked out of the middle of words: it may be a coincidence. */
  loose: boolean;
}

/** Longer texts are compared only so far; in letters. */
const TEXT_LIMIT = 300;
/** A longer query matches nothing; in letters. */
const QUERY_LIMIT = 100;

const LETTER = 1;
const WORD_START = 6;
const NEXT_TO = 9;
const TEXT_START = 3;
const WHOLE_WORD = 2;
/** Taken for each letter between two that match, up to a limit. */
const GAP = 0.5;
const GAP_LIMIT = 4;
/** A run of so many letters in the middle of a word is no coincidence. */
const LONG_RUN = 3;

/** A text as it is compared: single letters without case and accents, and where each stands. */
interface Folded {
  letters: string[];
  /** Where each letter's character begins and ends in the text. */
  places: Range[];
  /** Whether a word begins there. */
  starts: boolean[];
}

/** Letters as they are compared, without case, accents and width: `É` is `e`, `ﬁ` is `f` and `i`. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}

function folded(text: string): Folded {
  const found: Folded = { letters: [], places: [], starts: [] };
  let at = 0;
  let before: string | undefined;
  for (const character of text) {
    const end = at + character.length;
    const hump = before !== undefined && /\p{Ll}/u.test(before) && /\p{Lu}/u.test(character);
    // Scripts without spaces: each sign may begin a word.
    const sign = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character);
    const start = isWord(character) && (!isWord(before) || hump || sign || /\p{N}/u.test(character) !== /\p{N}/u.test(before ?? ''));
    const letters = [...fold(character)];
    letters.forEach((letter, number) => {
      found.letters.push(letter);
      found.places.push([at, end]);
      found.starts.push(start && number === 0);
    });
    // An accent of its own belongs to the letter before it.
    const last = found.places.at(-1);
    if (letters.length === 0 && last) last[1] = end;
    else before = character;
    at = end;
    if (found.letters.length >= TEXT_LIMIT) break;
  }
  return found;
}

/** The best way to find the letters of one word in their order: its score and where they stand. */
function align(word: string[], text: Folded): { score: number; at: number[] } | null {
  const { letters, starts } = text;
  const [rows, columns] = [word.length, letters.length];
  // best[i][j]: the best score of the first i + 1 letters with the last of them at j; from[i][j]: where the one before stands.
  const best: number[][] = [];
  const from: number[][] = [];
  for (let i = 0; i < rows; i += 1) {
    const scores = new Array<number>(columns).fill(-Infinity);
    const origins = new Array<number>(columns).fill(-1);
    const above = best[i - 1];
    // The best of what stands far enough before: the full gap is taken from all of those alike.
    let [far, farAt] = [-Infinity, -1];
    for (let j = i; j < columns; j += 1) {
      const leaving = j - 1 - GAP_LIMIT / GAP;
      if (above && leaving >= 0 && (above[leaving] ?? -Infinity) > far) [far, farAt] = [above[leaving] ?? -Infinity, leaving];
      if (letters[j] !== word[i]) continue;
      const own = LETTER + (starts[j] ? WORD_START : 0) + (j === 0 ? TEXT_START : 0);
      if (!above) {
        scores[j] = own - Math.min(GAP_LIMIT, j * 0.1);
        continue;
      }
      let [score, origin] = [far - GAP_LIMIT, farAt];
      for (let k = Math.max(0, leaving + 1); k < j; k += 1) {
        const value = (above[k] ?? -Infinity) + (k === j - 1 ? NEXT_TO : -GAP * (j - k - 1));
        if (value > score) [score, origin] = [value, k];
      }
      if (origin < 0 || score === -Infinity) continue;
      scores[j] = score + own;
      origins[j] = origin;
    }
    best.push(scores);
    from.push(origins);
  }
  const last = best[rows - 1] ?? [];
  let end = -1;
  last.forEach((score, j) => { if (score > (end < 0 ? -Infinity : last[end] ?? -Infinity)) end = j; });
  if (end < 0) return null;
  const at = [end];
  for (let i = rows - 1; i > 0; i -= 1) at.unshift(from[i]?.[at[0] ?? 0] ?? 0);
  const begins = starts[at[0] ?? 0] && end - (at[0] ?? 0) === rows - 1;
  const whole = begins && (end + 1 >= columns || !isWord(letters[end + 1]));
  return { score: (last[end] ?? 0) + (whole ? WHOLE_WORD : 0), at };
}

/** Whether some letters, in their order, were picked out of the middle of words. */
function isLoose(at: number[], { starts }: Folded): boolean {
  for (let first = 0, next = 0; first < at.length; first = next) {
    next = first + 1;
    while (next < at.length && at[next] === (at[next - 1] ?? 0) + 1 && !starts[at[next] ?? 0]) next += 1;
    if (!starts[at[first] ?? 0] && next - first < LONG_RUN) return true;
  }
  return false;
}

/** How a text matches what was typed: every word of it somewhere. Null when it does not; all texts match nothing typed. */
export function match(query: string, text: string): Match | null {
  const words = fold(query).split(/\s+/u).filter(Boolean).map((word) => [...word]);
  if (words.reduce((length, word) => length + word.length, 0) > QUERY_LIMIT) return null;
  const target = folded(text);
  const marked = new Set<number>();
  let [score, loose, before] = [-target.letters.length * 0.02, false, -1];
  for (const word of words) {
    const found = align(word, target);
    if (!found) return null;
    score += found.score;
    loose ||= isLoose(found.at, target);
    // Words in the order in which they were typed are meant sooner.
    if ((found.at[0] ?? 0) > before) score += 1;
    before = found.at.at(-1) ?? before;
    found.at.forEach((place) => marked.add(place));
  }
  return { score, loose, marks: ranges([...marked].sort((a, b) => a - b).map((place) => target.places[place] ?? [0, 0])) };
}

/** Neighbours as one. */
function ranges(places: Range[]): Range[] {
  const joined: Range[] = [];
  for (const [start, end] of places) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** Cuts a text into what is marked and what is not. */
export function pieces(text: string, marks: Range[]): { text: string; marked: boolean }[] {
  const cut: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start > at) cut.push({ text: text.slice(at, start), marked: false });
    cut.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), marked: false });
  return cut;
}
