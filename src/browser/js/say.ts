// What is said to whoever hears the page instead of seeing it. One region serves all scripts; it is made when it is first
// needed, at the end of <body>, and is there before it gets words: only then they are read out.

const ID = 'said';
/** Until a new region is known to the reader, and until the same words count as new ones; in milliseconds. */
const PAUSE = 100;

let waiting: number | undefined;

/** Says a sentence once, after what is being said. The last one counts when several come at once. */
export function say(sentence: string): void {
  let region = document.getElementById(ID);
  if (!region) {
    region = document.createElement('div');
    region.id = ID;
    region.role = 'status';
    region.className = 'visually-hidden';
    document.body.append(region);
  }
  const { firstChild } = region;
  if (firstChild) firstChild.remove();
  clearTimeout(waiting);
  waiting = window.setTimeout(() => region.replaceChildren(sentence), PAUSE);
}
