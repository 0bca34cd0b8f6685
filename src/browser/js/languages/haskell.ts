import { StreamLanguage } from '@codemirror/language';
import { haskell as mode } from '@codemirror/legacy-modes/mode/haskell';

export const haskell = StreamLanguage.define(mode);
