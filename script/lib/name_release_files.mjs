// Names a release's main files by what all of them hold: node name_release_files.mjs SITE_PKG HASH_TXT
//
// cargo-leptos names a file by its content before it writes the names of others into it. The script, the wasm and the
// loader of further wasm name each other and the pages' files, so that two builds could give one name to two contents,
// and browsers keep what they have. Here the three get the digest of the whole folder instead. Their compressed twins
// are written again.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { hashesOf, writeCompressed } from './release_files.mjs';

const [folder, list] = process.argv.slice(2);
const read = (name) => fs.readFileSync(path.join(folder, name));

const entries = hashesOf(list);
const names = fs.readdirSync(folder).sort();
const all = crypto.createHash('sha256');
for (const name of names.filter((name) => !/\.(br|gz)$/.test(name))) all.update(`${name}\n`).update(read(name));
// As long as the names that cargo-leptos gives: they stand in the wasm, too, where nothing may move.
const digest = all.digest('base64url').slice(0, entries.js.length);

const renamed = new Map([
  [`gitgud.${entries.js}.js`, `gitgud.${digest}.js`],
  [`gitgud.${entries.wasm}.wasm`, `gitgud.${digest}.wasm`],
  [`__wasm_split.${entries.split}.js`, `__wasm_split.${digest}.js`],
]);
for (const [from, to] of renamed) {
  if (from.length !== to.length || !names.includes(from)) throw new Error(`no ${from} to be named ${to}`);
}

// Latin 1 leaves every byte as it is.
function replaceNames(bytes) {
  let text = bytes.toString('latin1');
  for (const [from, to] of renamed) text = text.replaceAll(from, to);
  return Buffer.from(text, 'latin1');
}

for (const name of names.filter((name) => /\.(js|wasm)$/.test(name))) {
  const before = read(name);
  const after = replaceNames(before);
  const to = renamed.get(name) ?? name;
  if (to === name && before.equals(after)) continue;
  for (const ending of ['', '.br', '.gz']) fs.rmSync(path.join(folder, name + ending), { force: true });
  writeCompressed(path.join(folder, to), after);
}
Object.assign(entries, { js: digest, wasm: digest, split: digest });
fs.writeFileSync(list, Object.entries(entries).map(([kind, hash]) => `${kind}: ${hash}\n`).join(''));
