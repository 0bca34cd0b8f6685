// Bundles the browser's scripts: src/browser/js into public/js, which cargo-leptos copies to the site and compresses.
//   node bundle.mjs           what a release serves
//   node bundle.mjs --watch   readable, and again whenever a source changes
//   node bundle.mjs --sizes   writes nothing; prints what a browser loads, and fails above the limits
import { build, context } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCES = join(HERE, '../src/browser/js');
const OUTPUT = join(HERE, '../public/js');
/**
 * Over the wire, brotli: the script of every page, the command palette, the journal on the device, the service worker, and
 * the editor opened with its heaviest language.
 */
const LIMITS = { enhance: 12 * 1024, palette: 8 * 1024, journal: 10 * 1024, worker: 5 * 1024, editor: 150 * 1024 };

const watching = process.argv.includes('--watch');
const common = {
  absWorkingDir: SOURCES,
  bundle: true,
  charset: 'utf8',
  format: 'esm',
  logLevel: 'warning',
  metafile: true,
  minify: !watching,
  nodePaths: [join(HERE, 'node_modules')],
  outdir: OUTPUT,
  sourcemap: watching ? 'inline' : false,
  target: 'es2022',
  write: false,
};
/** What is loaded when it is needed: of the editor, only those parts. */
const LATER = [
  { ...common, entryPoints: ['palette.ts'] },
  { ...common, entryPoints: ['journal.ts'] },
  { ...common, entryPoints: ['editor.ts'], splitting: true, chunkNames: 'chunks/[name]-[hash]' },
];
/** The service worker. No page loads it; the server puts a list in front. */
const WORKER = { ...common, entryPoints: ['sw.ts'], format: 'iife' };
/** One small file on every page, which knows the others by their addresses. */
const enhance = (addressOf) => ({
  ...common,
  entryPoints: ['enhance.ts'],
  external: ['/js/*'],
  define: Object.fromEntries(['journal', 'palette', 'editor'].map((name) => [`LATER.${name}`, JSON.stringify(addressOf(name))])),
});
/** The address that names what a script holds, as the server knows it (src/server/assets.rs). */
const versioned = (results) => (name) => {
  const { contents } = results.flatMap(({ outputFiles }) => outputFiles).find(({ path }) => path === join(OUTPUT, `${name}.js`));
  return `/js/${name}.js?v=${createHash('sha256').update(contents).digest('hex').slice(0, 16)}`;
};
/** While scripts are watched they change under their names. */
const BUNDLES = [...LATER, WORKER, enhance((name) => `/js/${name}.js`)];

/** What each bundle last made, by path. */
const made = BUNDLES.map(() => []);

/** Leaves exactly the files of all bundles, and untouched what did not change. */
function write() {
  if (made.some((files) => files.length === 0)) return;
  const files = new Map(made.flat().map((file) => [file.path, file.contents]));
  for (const [path, contents] of files) {
    let old;
    try { old = readFileSync(path); } catch { /* it is new */ }
    if (old?.equals(contents)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  for (const entry of readdirSync(OUTPUT, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !files.has(path)) rmSync(path);
  }
}

/** Compressed sizes by output name, and what each output imports at once. */
function measured({ outputFiles, metafile }) {
  const sizes = new Map(outputFiles.map((file) => [relative(OUTPUT, file.path), brotliCompressSync(file.contents).length]));
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [relative(OUTPUT, join(SOURCES, path)), output]));
  const namesOf = (name, kind) =>
    outputs.get(name).imports.filter((one) => one.kind === kind && !one.external).map((one) => relative(OUTPUT, join(SOURCES, one.path)));
  const closure = (name, seen = new Set()) => {
    if (!seen.has(name)) {
      seen.add(name);
      namesOf(name, 'import-statement').forEach((next) => closure(next, seen));
    }
    return seen;
  };
  return { sizes, closure, later: (name) => namesOf(name, 'dynamic-import') };
}

function sizes([palette, journal, editor, worker, enhance]) {
  const { sizes, closure, later } = measured(editor);
  const sum = (names) => [...names].reduce((total, name) => total + sizes.get(name), 0);
  const alone = closure('editor.js');
  const withLanguage = [...alone].flatMap(later).map((name) => sum(new Set([...alone, ...closure(name)])));
  const results = [
    ['enhance', 'every page', measured(enhance).sizes.get('enhance.js')],
    ['palette', 'the command palette', measured(palette).sizes.get('palette.js')],
    ['journal', 'the journal on the device', measured(journal).sizes.get('journal.js')],
    ['worker', 'the service worker', measured(worker).sizes.get('sw.js')],
    ['editor', 'the editor, opened with its heaviest language', Math.max(sum(alone), ...withLanguage)],
  ];
  let hold = true;
  for (const [name, words, size] of results) {
    console.log(`${(size / 1024).toFixed(1).padStart(8)} KiB  ${words}, limit ${LIMITS[name] / 1024} KiB`);
    hold &&= size <= LIMITS[name];
  }
  return hold;
}

if (watching) {
  for (const [number, options] of BUNDLES.entries()) {
    const keep = {
      name: 'keep',
      setup: (steps) => steps.onEnd((result) => {
        if (result.errors.length > 0) return;
        made[number] = result.outputFiles;
        write();
      }),
    };
    await (await context({ ...options, plugins: [keep] })).watch();
  }
} else {
  const results = await Promise.all([...LATER, WORKER].map((options) => build(options)));
  results.push(await build(enhance(versioned(results))));
  if (process.argv.includes('--sizes')) {
    if (!sizes(results)) process.exitCode = 1;
  } else {
    results.forEach((result, number) => { made[number] = result.outputFiles; });
    write();
  }
}
