// Clerk's own back-end library as the judge of requests, for the test that compares ours with it
// (src/auth/oracle_tests.rs). Standard input: a line with `now` in milliseconds, then one request a line, each a JSON
// object; standard output: the outcome of each, in the same order.

import readline from 'node:readline';
import { createClerkClient } from '@clerk/backend';

// Its warnings about clocks and loops go nowhere.
for (const method of ['log', 'warn', 'error']) console[method] = () => {};

const clients = new Map();

/** One client for each instance: its settings are the same for all of its requests. */
function clientOf(instance) {
  const key = JSON.stringify(instance);
  if (!clients.has(key)) {
    const { publishableKey, secretKey, jwtKey, apiUrl } = instance;
    clients.set(key, createClerkClient({ publishableKey, secretKey, jwtKey, apiUrl, telemetry: { disabled: true } }));
  }
  return clients.get(key);
}

async function judge({ instance, method, url, headers }) {
  const { jwtKey, proxyUrl, authorizedParties, signInUrl } = instance;
  const request = new Request(url, { method, headers });
  try {
    const state = await clientOf(instance).authenticateRequest(request, { jwtKey, proxyUrl, authorizedParties, signInUrl });
    return {
      status: state.status,
      reason: state.reason,
      location: state.headers.get('location'),
      cookies: state.headers.getSetCookie().map((cookie) => cookie.split('=')[0]),
      user: state.status === 'signed-in' ? state.toAuth({ treatPendingAsSignedOut: false }).userId : null,
    };
  } catch (error) {
    return { status: 'error', reason: String(error.message), location: null, cookies: [], user: null };
  }
}

let first = true;
for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const message = JSON.parse(line);
  if (first) {
    first = false;
    Date.now = () => message.now;
    continue;
  }
  process.stdout.write(`${JSON.stringify(await judge(message))}\n`);
}
