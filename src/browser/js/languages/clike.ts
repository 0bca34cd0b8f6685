import { StreamLanguage } from '@codemirror/language';
import * as modes from '@codemirror/legacy-modes/mode/clike';

export const csharp = StreamLanguage.define(modes.csharp);
export const dart = StreamLanguage.define(modes.dart);
export const kotlin = StreamLanguage.define(modes.kotlin);
export const scala = StreamLanguage.define(modes.scala);
