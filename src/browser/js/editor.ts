// The code editor, loaded when it is opened.

import { EditorView } from '@codemirror/view';

/** Opens an editor in `parent`. */
export function openEditor(parent: ShadowRoot): EditorView {
  return new EditorView({ root: parent, parent });
}
