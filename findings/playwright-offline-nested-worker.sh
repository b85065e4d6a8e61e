#!/usr/bin/env bash
# Playwright: a worker that a worker has started stays online while its browser context is offline.
#
# Tool:     playwright-core 1.65.1, driving the Chromium at hand (156.0.8078.108 when this was written; CHROMIUM_PATH names another).
# Expected: documentation of BrowserContext.setOffline: whether to emulate network being offline for the browser context. A page of the
#           context, its workers and the workers of those are all of that context.
# Seen:     fetch fails on the page and in its worker. In the worker of that worker it is answered by the server. A test of what an
#           application does offline passes, or fails, for requests that no browser without a network can make; to be offline there
#           the server has to be closed.
# Takes about 10 s; installs from npm into a temporary folder.
set -euo pipefail
chromium=${CHROMIUM_PATH:-/usr/bin/chromium}
[ -x "$chromium" ] || { echo "Nothing can be said: there is no $chromium."; exit 2; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact playwright-core@1.65.1 ||
  { echo 'Nothing can be said: the package could not be installed.'; exit 2; }

cat > main.js <<'JS'
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const ask = (who) => `fetch('/${who}').then(() => 'answered', () => 'no network')`;
const files = {
  '/': ['text/html', '<!doctype html><link rel="icon" href="data:,">'],
  '/outer.js': ['text/javascript', `
const inner = new Worker('/inner.js');
inner.onmessage = ({ data }) => postMessage(data);
onmessage = async ({ data }) => (data === 'outer' ? postMessage(await ${ask('outer')}) : inner.postMessage(data));`],
  '/inner.js': ['text/javascript', `
onmessage = async () => postMessage(await ${ask('inner')});
postMessage('ready');`],
};
const server = createServer((request, response) => {
  const [type, body] = files[request.url] ?? ['text/plain', 'text'];
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
});
await new Promise((done) => server.listen(0, done));

const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: ['--no-sandbox', '--disable-background-networking'],
});
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  await page.evaluate(() => new Promise((done) => {
    window.outer = new Worker('/outer.js');
    window.outer.onmessage = done;
  }));
  await context.setOffline(true);
  const ofWorker = (who) => page.evaluate((who) => new Promise((done) => {
    window.outer.onmessage = ({ data }) => done(data);
    window.outer.postMessage(who);
  }), who);
  console.log(`the page: ${await page.evaluate(ask('page'))}`);
  console.log(`its worker: ${await ofWorker('outer')}`);
  console.log(`the worker's worker: ${await ofWorker('inner')}`);
} finally {
  await browser.close();
  server.close();
}
JS
seen=$(timeout 60 node main.js "$chromium")
echo "$seen"

expected="the page: no network
its worker: no network
the worker's worker: answered"
if [ "$seen" = "$expected" ]; then
  echo 'As described: a worker of a worker is not offline.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
