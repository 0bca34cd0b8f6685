// Makes modules that the specs share (TypeScript) usable by plain Node scripts.
import { build } from 'esbuild';
import { rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Bundles one TypeScript module, npm packages left out, and answers with what it exports. */
export async function load(entry) {
  const { outputFiles: [{ text }] } = await build({
    entryPoints: [entry], bundle: true, write: false, format: 'cjs', platform: 'node', packages: 'external', target: 'node20',
  });
  // Beside node_modules, from where it can require what it needs.
  const file = new URL(`./.${process.pid}-${entry.replace(/\W/g, '-')}.cjs`, import.meta.url).pathname;
  writeFileSync(file, text);
  try {
    return (await import(pathToFileURL(file).href)).default;
  } finally {
    rmSync(file);
  }
}
