// Gives every page of a release one file with all of its code: node pack_pages.mjs SITE_PKG HASH_TXT
//
// What several pages need is in files of its own, twenty for a page. A first view would fetch them one by one, each with
// its headers and compressed by itself. Here a page's files are put into one more, a wasm of nothing but custom sections
// named after them, and the loader is taught to look there first. Whoever goes on to another page fetches only the files
// that are not there yet. Runs before name_release_files.mjs, which names the loader by what it holds in the end. What is
// not a page must be called `fetch_…`: it comes when it is wanted. A pack is fetched as long as none of the files in it
// was: nothing is fetched twice.
//
// Code that cannot be fetched must not stop the program: the loader asks again when the page is used again. When there is
// an answer, and it is not the code, it tells so (src/browser/js/renew.ts).
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { hashesOf, writeCompressed } from './release_files.mjs';

const [folder, list] = process.argv.slice(2);
const at = (name) => path.join(folder, name);
const hashes = hashesOf(list);
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

const fetching = /const src = fetch\(new URL\("\.\/([^"]+)\.wasm", import\.meta\.url\)\);\s*return async \(imports\) => \(WebAssembly\.instantiateStreaming\(src, imports\)\);/g;
const plain = fs.readFileSync(at(loaderFile), 'utf8');
let loader = plain.replace(fetching, 'return code("$1");');
if (loader === plain || loader.includes('instantiateStreaming')) throw new Error(`${loaderFile} does not fetch as it did`);
if (loader.split('await callee();').length !== 2) throw new Error(`${loaderFile} does not wait as it did`);
loader = loader.replace('await callee();', 'await untilThere(callee);');

for (const page of Object.keys(manifest).filter((key) => !key.startsWith('fetch_'))) {
  const sections = manifest[page].map((file) => customSection(file, fs.readFileSync(at(`${file}.wasm`))));
  const pack = Buffer.concat([Buffer.from('\0asm\x01\0\0\0', 'latin1'), ...sections]);
  if (!WebAssembly.validate(pack)) throw new Error(`the pack of ${page} is no wasm`);
  const digest = crypto.createHash('sha256').update(pack).digest('base64url').slice(0, hashes.split.length);
  const name = `pack_${page.replace(/_\d+$/, '')}.${digest}`;
  writeCompressed(at(`${name}.wasm`), pack);
  const load = `__wasm_split_load_${page} = wrapAsyncCb(`;
  if (!loader.includes(`${load}makeLoad(`)) throw new Error(`${loaderFile} does not load ${page} as it did`);
  loader = loader.replace(`${load}makeLoad(`, `${load}openedWith("${name}")(`);
}

fs.writeFileSync(at(loaderFile), `${loader}
/** The code of the page that was opened first; later pages need little more. */
let pack = undefined;
async function fetched(name) {
    const answer = await fetch(new URL("./" + name + ".wasm", import.meta.url)).catch(() => null);
    if (!answer?.ok) throw Object.assign(new Error("no " + name), { gone: answer !== null });
    pack ??= Promise.resolve(null);
    return answer;
}
function openedWith(name) {
    return (fetcher, deps) => {
        const load = makeLoad(fetcher, deps);
        return () => {
            pack ??= WebAssembly.compileStreaming(fetched(name)).catch((error) => {
                pack = undefined;
                if (error.gone === false) throw error;
                return null;
            });
            return load();
        };
    };
}
function code(name) {
    const source = Promise.resolve(pack).then((module) => module && WebAssembly.Module.customSections(module, name)[0] || fetched(name));
    source.catch(() => {}); // is told where it is awaited
    return async (imports) => {
        const found = await source;
        return found instanceof Response ? WebAssembly.instantiateStreaming(found, imports) : WebAssembly.instantiate(found, imports);
    };
}
async function untilThere(load) {
    for (;;) {
        try {
            return await load();
        } catch (error) {
            if (error.gone !== false) {
                console.warn(error);
                dispatchEvent(new Event("gitgud:code-missing"));
            }
            await nextUse();
        }
    }
}
/** Not at once: a pointer that moves would ask sixty times a second. */
function nextUse() {
    return new Promise((resolve) => setTimeout(() => {
        for (const sign of ["pointermove", "pointerdown", "touchstart", "keydown", "focusin", "online"])
            addEventListener(sign, resolve, { capture: true, passive: true, once: true });
    }, 1000));
}
`);
// Only the server reads it.
for (const ending of ['br', 'gz']) fs.rmSync(at(`${manifestFile}.${ending}`), { force: true });
