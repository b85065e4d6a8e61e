#!/usr/bin/env bash
# Deno's worker_threads: the 'error' event brings another value than the one the worker has thrown.
#
# Tool:     deno 2.9.6; the Node at hand is run for comparison.
# Expected: Node's documentation of worker_threads (docs.deno.com repeats it under "Node APIs"): the event 'error' is
#           emitted when the worker throws an uncaught exception, and its argument is `any`, not Error: the thrown value.
# Seen:     only the message is kept, and the name of some errors. A trap of WebAssembly loses its name RuntimeError, so that
#           it can't be told from any other error; `code` is gone; a number or a string becomes an Error whose message
#           begins with "Uncaught".
# Takes about 10 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --save-exact deno@2.9.6 ||
  { echo 'Nothing can be said: the package could not be installed.'; exit 2; }

cat > worker.mjs <<'JS'
import { workerData } from 'node:worker_threads';

// A module with one exported function, "f", whose only instruction is `unreachable`.
const trap = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
);
const throwers = {
  trap: () => new WebAssembly.Instance(new WebAssembly.Module(trap)).exports.f(),
  code: () => { throw Object.assign(new RangeError('too far'), { code: 'TOO_FAR' }); },
  number: () => { throw 7; },
  string: () => { throw 'seven'; },
};
throwers[workerData]();
JS
cat > main.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const seen = [];
for (const kind of ['trap', 'code', 'number', 'string']) {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: kind });
  const value = await new Promise((resolve) => worker.on('error', resolve));
  const what = value instanceof Error ? `${value.name} "${value.message}"` : `${typeof value} ${value}`;
  seen.push(`${kind}: ${what}${value.code ? ` ${value.code}` : ''}`);
}
writeFileSync('seen.txt', seen.join('; '));
JS

run() {
  rm -f seen.txt
  timeout 60 "$@" main.mjs > /dev/null 2>&1
  cat seen.txt
}

node=$(run node)
deno=$(run node_modules/.bin/deno run --quiet --allow-read --allow-write)
echo "Node: $node"
echo "Deno: $deno"

thrown='trap: RuntimeError "unreachable"; code: RangeError "too far" TOO_FAR; number: number 7; string: string seven'
brought='trap: Error "unreachable"; code: RangeError "too far"; number: Error "Uncaught (in promise) 7"; string: Error "Uncaught (in promise) "seven""'
if [ "$node" = "$thrown" ] && [ "$deno" = "$brought" ]; then
  echo 'As described: in Deno the value of the event is not the value that was thrown.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
