// Gives every page of a release one file with all of its code: node pack_pages.mjs SITE_PKG HASH_TXT
//
// What several pages need is in files of its own, twenty for a page. A first view would fetch them one by one, each with
// its headers and compressed by itself. Here a page's files are put into one more, a wasm of nothing but custom sections
// named after them, and the loader is taught to look there first. Whoever goes on to another page fetches only the files
// that are not there yet. Runs before name_release_files.mjs, which names the loader by what it holds in the end.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const [folder, list] = process.argv.slice(2);
const at = (name) => path.join(folder, name);
const hashes = Object.fromEntries(
  fs.readFileSync(list, 'utf8').trim().split('\n').map((line) => line.split(':').map((part) => part.trim())),
);
const manifestFile = `__wasm_split_manifest.${hashes.manifest}.json`;
const loaderFile = `__wasm_split.${hashes.split}.js`;
const manifest = JSON.parse(fs.readFileSync(at(manifestFile), 'utf8'));

/** A number as wasm writes it: seven bits a byte, the lowest first. */
function leb128(number) {
  const bytes = [];
  do {
    const low = number & 0x7f;
    number >>>= 7;
    bytes.push(number === 0 ? low : low | 0x80);
  } while (number !== 0);
  return Buffer.from(bytes);
}

function customSection(name, bytes) {
  const title = Buffer.from(name);
  const body = Buffer.concat([leb128(title.length), title, bytes]);
  return Buffer.concat([Buffer.from([0]), leb128(body.length), body]);
}

/** Replaces what must be there exactly `times` times. */
function replaced(text, from, to, times) {
  const parts = text.split(from);
  if (parts.length !== times + 1) throw new Error(`${loaderFile} is not written as it was: ${from}`);
  return parts.join(to);
}

let loader = fs.readFileSync(at(loaderFile), 'utf8');
const pages = Object.keys(manifest).filter((key) => !key.startsWith('fetch_'));
for (const page of pages) {
  const sections = manifest[page].map((file) => customSection(file, fs.readFileSync(at(`${file}.wasm`))));
  const pack = Buffer.concat([Buffer.from('\0asm\x01\0\0\0', 'latin1'), ...sections]);
  if (!WebAssembly.validate(pack)) throw new Error(`the pack of ${page} is no wasm`);
  const digest = crypto.createHash('sha256').update(pack).digest('base64url').slice(0, hashes.split.length);
  const name = `pack_${page.replace(/_\d+$/, '')}.${digest}`;
  const best = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: pack.length };
  fs.writeFileSync(at(`${name}.wasm`), pack);
  fs.writeFileSync(at(`${name}.wasm.br`), zlib.brotliCompressSync(pack, { params: best }));
  fs.writeFileSync(at(`${name}.wasm.gz`), zlib.gzipSync(pack, { level: 9 }));
  // Documents ask early for the files named here.
  manifest[page] = [name];
  const load = `export const __wasm_split_load_${page} = wrapAsyncCb(`;
  loader = replaced(loader, load, `${load}openedWith("${name}.wasm", `, 1);
  const start = loader.indexOf(load);
  const end = loader.indexOf(');', loader.indexOf(', [', start));
  loader = `${loader.slice(0, end)})${loader.slice(end)}`;
}

const fetching = /const src = fetch\(new URL\("\.\/([^"]+)\.wasm", import\.meta\.url\)\);\s*return async \(imports\) => \(WebAssembly\.instantiateStreaming\(src, imports\)\);/g;
const fetchers = [...loader.matchAll(fetching)].length;
loader = loader.replace(fetching, 'return code("$1");');
if (fetchers === 0 || loader.includes('instantiateStreaming')) throw new Error(`${loaderFile} does not fetch as it did`);
loader += `
/** The code of the page that was opened first; later pages need little more. */
let pack = undefined;
function openedWith(file, load) {
    return () => {
        pack ??= WebAssembly.compileStreaming(fetch(new URL("./" + file, import.meta.url))).catch(() => null);
        return load();
    };
}
function code(name) {
    const fetched = () => fetch(new URL("./" + name + ".wasm", import.meta.url));
    const packed = pack?.then((module) => module && WebAssembly.Module.customSections(module, name)[0]);
    const single = packed ? undefined : fetched();
    return async (imports) => {
        const bytes = await packed;
        return bytes ? WebAssembly.instantiate(bytes, imports) : WebAssembly.instantiateStreaming(single ?? fetched(), imports);
    };
}
`;
fs.writeFileSync(at(loaderFile), loader);
fs.writeFileSync(at(manifestFile), JSON.stringify(manifest));
// Only the server reads it.
for (const ending of ['br', 'gz']) fs.rmSync(at(`${manifestFile}.${ending}`), { force: true });
