#!/usr/bin/env bash
# Node: a program given as a string of module code can't start a worker whose file is a module too.
#
# Tool:     node 26.12.1, by the package of its binary; 20.20, 22.23 and 24.22 do the same.
# Expected: Node's documentation of the command line: --input-type says how --eval or standard input is read, so it has
#           nothing to say about files; that of worker_threads: a Worker inherits the command line's options unless
#           execArgv is given. The same Worker starts from `node --eval`.
# Seen:     the worker inherits --input-type but not --eval, finds the first without the second, and dies before its first
#           line with ERR_INPUT_TYPE_NOT_ALLOWED. A worker of CommonJS starts in the same place. `execArgv: []` is the way
#           out, which a library that starts a worker would have to know.
# Takes about 20 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
# The package of each platform's binary; Node's own names for both halves are the package's.
package="node-$(node -p 'process.platform + "-" + process.arch')"
npm install --silent --no-audit --no-fund --save-exact "$package@26.12.1" ||
  { echo 'Nothing can be said: the package could not be installed.'; exit 2; }
node="node_modules/$package/bin/node"

echo "import { parentPort } from 'node:worker_threads'; parentPort.postMessage('started');" > worker.mjs
echo "require('node:worker_threads').parentPort.postMessage('started');" > worker.cjs
program() {
  cat <<JS
    const worker = new Worker(resolve('$1'), $2);
    worker.on('message', (text) => console.log(text));
    worker.on('error', (error) => console.log(error.code));
JS
}
required="const { Worker } = require('node:worker_threads'); const { resolve } = require('node:path');"
imported="import { Worker } from 'node:worker_threads'; import { resolve } from 'node:path';"

script=$(timeout 30 "$node" --eval "$required $(program worker.mjs '{}')")
module=$(timeout 30 "$node" --input-type=module --eval "$imported $(program worker.mjs '{}')")
common=$(timeout 30 "$node" --input-type=module --eval "$imported $(program worker.cjs '{}')")
bare=$(timeout 30 "$node" --input-type=module --eval "$imported $(program worker.mjs '{ execArgv: [] }')")
echo "$("$node" --version) --eval, worker.mjs:                      $script"
echo "  --input-type=module, worker.mjs:              $module"
echo "  --input-type=module, worker.cjs:              $common"
echo "  --input-type=module, worker.mjs, execArgv []: $bare"

if [ "$script $module $common $bare" = 'started ERR_INPUT_TYPE_NOT_ALLOWED started started' ]; then
  echo 'As described: the inherited --input-type ends the worker.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
