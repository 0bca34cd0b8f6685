import { StreamLanguage } from '@codemirror/language';
import { swift as mode } from '@codemirror/legacy-modes/mode/swift';

export const swift = StreamLanguage.define(mode);
