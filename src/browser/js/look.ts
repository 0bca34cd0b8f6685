// How the editor looks: the page's own tokens, which reach into the shadow root and follow its light and dark.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const frame = EditorView.theme({
  '&': {
    minBlockSize: '14rem',
    maxBlockSize: '80vh',
    border: 'var(--border)',
    background: 'var(--card)',
    color: 'var(--ink)',
    fontSize: '0.95em',
  },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '1px' },
  '&:has([aria-invalid="true"])': { borderColor: 'var(--bad)', boxShadow: 'inset 6px 0 0 var(--bad)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  // As high as the frame, so that a click below the last line counts.
  '.cm-content, .cm-gutter': { minBlockSize: 'calc(14rem - 6px)' },
  '.cm-content': { paddingBlock: '0.45em', caretColor: 'var(--ink)' },
  '.cm-line': { paddingInline: '0.7em' },
  '.cm-gutters': { borderInlineEnd: 'var(--rule)', background: 'var(--sunken)', color: 'var(--muted)' },
  '.cm-line::selection, .cm-line ::selection': { background: 'var(--accent)', color: 'var(--on-accent)' },
  '&.cm-focused .cm-matchingBracket': { outline: '2px solid currentColor', background: 'none', fontWeight: '700' },
  '&.cm-focused .cm-nonmatchingBracket': { outline: '2px dashed var(--bad)', background: 'none' },
  '.cm-specialChar': { color: 'var(--bad)' },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.self], color: 'var(--level-2)', fontWeight: '700' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.character], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.escape], color: 'var(--mixed)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.tagName], color: 'var(--level-1)' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], fontWeight: '700' },
  { tag: [tags.meta, tags.annotation, tags.processingInstruction, tags.labelName], color: 'var(--level-3)' },
]);

/** Frame and colours. */
export const look: Extension = [frame, syntaxHighlighting(colours)];
