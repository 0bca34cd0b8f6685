// Where the scripts are that are loaded when they are needed. The bundler names them by what they hold (end2end/bundle.mjs),
// so that browsers keep them; under the plain names they are asked for anew each time.

declare const LATER: { journal: string; palette: string; editor: string };

export const JOURNAL = LATER.journal;
export const PALETTE = LATER.palette;
export const EDITOR = LATER.editor;
