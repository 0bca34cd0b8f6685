// Runs the unit tests of the browser's scripts: unit/*.test.ts, each bundled like the scripts themselves. Parts that need a
// page are left to the specs in tests/.
//   node unit.mjs [words of a test's name]
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';

const HERE = dirname(fileURLToPath(import.meta.url));
const OUTPUT = join(HERE, 'test-results/unit');
const tests = readdirSync(join(HERE, 'unit')).filter((name) => name.endsWith('.test.ts'));

rmSync(OUTPUT, { recursive: true, force: true });
await build({
  absWorkingDir: join(HERE, 'unit'),
  bundle: true,
  entryPoints: tests,
  format: 'esm',
  logLevel: 'warning',
  outdir: OUTPUT,
  outExtension: { '.js': '.mjs' },
  minifyWhitespace: true,
  packages: 'external',
  platform: 'node',
  sourcemap: 'inline',
});
const only = process.argv.slice(2).flatMap((words) => ['--test-name-pattern', words]);
const files = tests.map((name) => join(OUTPUT, name.replace(/\.ts$/, '.mjs')));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=tap', ...only, ...files], { stdio: 'inherit' });
process.exitCode = status ?? 1;
