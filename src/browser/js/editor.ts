// The code editor, loaded when it is opened. It knows no form: code-editor.ts ties it to one.

import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { type Command, EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { languageOf } from './languages';
import { look } from './look';

/** How wide a tab is where the person indents by tabs. */
const TAB_WIDTH = 4;

export interface Options {
  /** Where it is put, inside a shadow root. */
  parent: HTMLElement;
  text: string;
  /** Spaces that Tab indents by; 0 is a tab. */
  indent: number;
  /** Whether long lines are wrapped. */
  wraps: boolean;
  /** Attributes of the element that is typed into; asked for again by `refresh`. */
  attributes: () => Record<string, string>;
  /** Called after every change made in the editor. */
  changed: (text: string) => void;
  /** Called when Tab begins or ceases to leave the editor. */
  tabLeaves: (leaves: boolean) => void;
}

export interface Editor {
  focus(from?: number, to?: number): void;
  selection(): [from: number, to: number];
  /** Replaces the text without `changed` being called. */
  setText(text: string): void;
  /** By its name, as people write it. An unknown one is plain text. */
  setLanguage(name: string): Promise<void>;
  refresh(): void;
  destroy(): void;
}

/** Tab indents what is selected; with nothing selected it fills up to the next stop. */
function indentBy(spaces: number): Command {
  return (view) => {
    if (!view.state.selection.ranges.every((range) => range.empty)) return indentMore(view);
    const { head } = view.state.selection.main;
    const filling = spaces === 0 ? '\t' : ' '.repeat(spaces - (columnOf(view.state, head) % spaces));
    view.dispatch(view.state.replaceSelection(filling), { userEvent: 'input', scrollIntoView: true });
    return true;
  };
}

function columnOf(state: EditorState, position: number): number {
  let column = 0;
  const line = state.doc.lineAt(position);
  for (const character of line.text.slice(0, position - line.from)) {
    column += character === '\t' ? state.tabSize - (column % state.tabSize) : 1;
  }
  return column;
}

/** Opens an editor. */
export function openEditor({ parent, text, indent, wraps, attributes, changed, tabLeaves }: Options): Editor {
  const language = new Compartment();
  let wanted = '';
  let replacing = false;
  let current = attributes();
  let leaving = false;
  const toggleTab: Command = (self) => {
    leaving = !leaving;
    self.setTabFocusMode(leaving);
    tabLeaves(leaving);
    return true;
  };
  const keys = keymap.of([
    { key: 'Tab', run: indentBy(indent), shift: indentLess },
    { key: 'Ctrl-m', mac: 'Shift-Alt-m', run: toggleTab, preventDefault: true },
    ...closeBracketsKeymap,
    // Ctrl+Enter sends the form, which is not the editor's business.
    ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
    ...historyKeymap,
  ]);
  const view = new EditorView({
    parent,
    root: parent.getRootNode() as ShadowRoot,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), highlightSpecialChars(), history(), bracketMatching(), closeBrackets(), indentOnInput(),
        indentUnit.of(' '.repeat(indent) || '\t'), EditorState.tabSize.of(indent || TAB_WIDTH), keys, look, language.of([]),
        wraps ? EditorView.lineWrapping : [],
        EditorView.contentAttributes.of(() => current),
        EditorView.domEventHandlers({
          // Escape lets the next Tab leave, for as long as nothing else is pressed.
          keyup: (event, self) => {
            if (event.key === 'Escape') self.setTabFocusMode(3_600_000);
          },
          blur: (_, self) => self.setTabFocusMode(leaving),
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !replacing) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    focus(from, to) {
      if (from !== undefined) {
        const length = view.state.doc.length;
        const anchor = Math.min(from, length);
        view.dispatch({ selection: { anchor, head: Math.min(to ?? from, length) }, scrollIntoView: true });
      }
      view.focus();
    },
    selection() {
      const { from, to } = view.state.selection.main;
      return [from, to];
    },
    setText(next) {
      if (view.state.doc.toString() === next) return;
      replacing = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      replacing = false;
    },
    async setLanguage(name) {
      wanted = name;
      const extension = await languageOf(name).catch(() => []);
      // Another may have been named while this one was on its way.
      if (wanted === name) view.dispatch({ effects: language.reconfigure(extension) });
    },
    refresh() {
      current = attributes();
      view.dispatch({});
    },
    destroy: () => view.destroy(),
  };
}
