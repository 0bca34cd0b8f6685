// What the scripts about a release's files share.
import fs from 'node:fs';
import zlib from 'node:zlib';

/** The hashes in the files' names, by kind, as cargo-leptos wrote them down. */
export function hashesOf(list) {
  const lines = fs.readFileSync(list, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(':').map((part) => part.trim())));
}

/** Writes a file and its compressed twins. */
export function writeCompressed(file, bytes) {
  const best = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  fs.writeFileSync(file, bytes);
  fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, { params: best }));
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
}
