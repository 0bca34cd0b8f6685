// The W3C's own checker (the npm package vnu-jar) as a process of its own: one machine that has read its schemas once answers for a page in
// milliseconds. GITGUD_JAVA is the Java that runs it; script/setup finds or installs one.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface Checker {
  /** What is wrong with a document, each with the place where it stands. */
  errors(html: string): Promise<string[]>;
  stop(): void;
}

const freePort = () => new Promise<number>((resolve, reject) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
  });
});

export async function startChecker(): Promise<Checker> {
  const port = await freePort();
  const java = process.env.GITGUD_JAVA || 'java';
  const child = spawn(java, [
    '-Xmx512m', '-Xss8m', '-Dnu.validator.servlet.bind-address=127.0.0.1',
    '-cp', require.resolve('vnu-jar/build/dist/vnu.jar'), 'nu.validator.servlet.Main', String(port),
  ], { stdio: 'ignore' });
  let failure = '';
  child.on('error', (error) => { failure = `${java} does not run, and the W3C's checker needs it (script/setup installs one): ${error.message}`; });
  child.on('exit', (code) => { failure ||= `the W3C's checker ended with ${code}`; });
  const address = `http://127.0.0.1:${port}/`;
  for (let ready = false; !ready;) {
    if (failure) throw new Error(failure);
    ready = await fetch(address).then(() => true, () => false);
    if (!ready) await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return {
    async errors(html) {
      const answer = await fetch(`${address}?out=json`, { method: 'POST', headers: { 'content-type': 'text/html; charset=utf-8' }, body: html });
      const { messages } = await answer.json() as { messages: { type: string; message: string; extract?: string }[] };
      return messages.filter(({ type }) => type !== 'info').map(({ message, extract }) => `${message} — ${extract ?? ''}`);
    },
    stop() { child.kill(); },
  };
}
