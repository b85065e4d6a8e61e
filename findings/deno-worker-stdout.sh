#!/usr/bin/env bash
# Deno's worker_threads: `stdout: true` catches half of what a worker prints, and keeps none of it from the terminal.
#
# Tool:     deno 2.9.6; the Node at hand is run for comparison.
# Expected: Node's documentation of worker_threads, which docs.deno.com repeats under "Node APIs": with `stdout: true` and
#           `stderr: true` what the worker writes is read from worker.stdout and worker.stderr and isn't piped to the
#           parent's own streams. In Node `console` writes to those very streams.
# Seen:     worker.stdout and worker.stderr give only what process.stdout.write and process.stderr.write wrote; lines from
#           console.log and console.error never arrive there. All four lines still go straight to the terminal.
# Takes about 10 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --save-exact deno@2.9.6 ||
  { echo 'Nothing can be said: the package could not be installed.'; exit 2; }

cat > worker.mjs <<'JS'
console.log('console.log');
process.stdout.write('process.stdout\n');
console.error('console.error');
process.stderr.write('process.stderr\n');
JS
cat > main.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./worker.mjs', import.meta.url), { stdout: true, stderr: true });
let caught = '';
worker.stdout.on('data', (text) => { caught += text; });
worker.stderr.on('data', (text) => { caught += text; });
// Streams may end after the thread: a moment more, so that nothing late is missed.
worker.on('exit', () => setTimeout(() => writeFileSync('caught.txt', caught), 500));
JS

run() {
  timeout 60 "$@" main.mjs > terminal.txt 2>&1
  # In one line and in order of the alphabet: two streams have no order between them.
  echo "$(sort caught.txt | paste -sd, -)|$(sort terminal.txt | paste -sd, -)"
}

node=$(run node)
deno=$(run node_modules/.bin/deno run --quiet --allow-read --allow-write)
echo "Node, caught|on the terminal: $node"
echo "Deno, caught|on the terminal: $deno"

all='console.error,console.log,process.stderr,process.stdout'
if [ "$node" = "$all|" ] && [ "$deno" = "process.stderr,process.stdout|$all" ]; then
  echo 'As described: Deno catches what process writes, not what console writes, and prints all of it.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
