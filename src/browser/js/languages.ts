// The languages the editor knows, each loaded when it is chosen.

import type { Extension } from '@codemirror/state';

type Load = () => Promise<Extension>;

const cpp: Load = async () => (await import('./languages/cpp')).cpp;
const csharp: Load = async () => (await import('./languages/clike')).csharp;
const dart: Load = async () => (await import('./languages/clike')).dart;
const go: Load = async () => (await import('./languages/go')).go;
const haskell: Load = async () => (await import('./languages/haskell')).haskell;
const java: Load = async () => (await import('./languages/java')).java;
const javascript: Load = async () => (await import('./languages/javascript')).javascript;
const kotlin: Load = async () => (await import('./languages/clike')).kotlin;
const php: Load = async () => (await import('./languages/php')).php;
const python: Load = async () => (await import('./languages/python')).python;
const ruby: Load = async () => (await import('./languages/ruby')).ruby;
const rust: Load = async () => (await import('./languages/rust')).rust;
const scala: Load = async () => (await import('./languages/clike')).scala;
const sql: Load = async () => (await import('./languages/sql')).sql;
const swift: Load = async () => (await import('./languages/swift')).swift;
const typescript: Load = async () => (await import('./languages/javascript')).typescript;

/** By what people call them, as `plainName` leaves it. */
const LANGUAGES = new Map<string, Load>([
  ['c', cpp], ['c++', cpp], ['cpp', cpp], ['cxx', cpp],
  ['c#', csharp], ['csharp', csharp], ['cs', csharp],
  ['dart', dart],
  ['go', go], ['golang', go],
  ['haskell', haskell], ['hs', haskell],
  ['java', java],
  ['javascript', javascript], ['js', javascript], ['node', javascript], ['nodejs', javascript], ['node.js', javascript],
  ['ecmascript', javascript], ['jsx', javascript],
  ['kotlin', kotlin], ['kt', kotlin],
  ['php', php],
  ['python', python], ['py', python], ['pypy', python], ['cpython', python],
  ['ruby', ruby], ['rb', ruby],
  ['rust', rust], ['rs', rust],
  ['scala', scala],
  ['sql', sql], ['postgresql', sql], ['postgres', sql], ['mysql', sql], ['sqlite', sql], ['oracle', sql], ['mssql', sql],
  ['swift', swift],
  ['typescript', typescript], ['ts', typescript], ['tsx', typescript],
]);

/** `Python 3.11`, `python3` → `python`; `C++ 17 (GCC)` → `c++`. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/\(.*/, '').replace(/[\s\d.]+$/, '').trim();
}

/** What the editor needs for a language; nothing for one that is not known. */
export async function languageOf(name: string): Promise<Extension> {
  return (await LANGUAGES.get(plainName(name))?.()) ?? [];
}
