#!/usr/bin/env bash
# Vite refuses a dependency's worker that its own minifier has written.
#
# Tool:     vite 8.4.0, with rolldown 1.3.3, the bundler and minifier inside it.
# Expected: ECMA-262 (template literals): `module` in backticks is the same string as "module". Vite's guide (Features,
#           Web Workers) says that `new Worker(new URL(…, import.meta.url), { type: 'module' })` is found; it wants static
#           options, and in practice takes a name made at run time, since only `type` decides how the script is built.
#           So a package goes on building after it has been minified.
# Seen:     the package builds as written. Minified by Rolldown, which turns quotes into backticks, it ends the build with
#           "Expected worker options type property to be a literal value", although `type` is as literal as before. It
#           needs both: the type in backticks and another option that isn't constant.
# Takes about 15 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact vite@8.4.0 rolldown@1.3.3 ||
  { echo 'Nothing can be said: the packages could not be installed.'; exit 2; }

mkdir -p node_modules/pool
echo '{ "name": "pool", "version": "1.0.0", "type": "module", "exports": "./index.js" }' > node_modules/pool/package.json
# shellcheck disable=SC2016 # what stands in ${} is JavaScript
echo 'self.onmessage = (event) => self.postMessage(`${self.name}: ${event.data}`);' > node_modules/pool/member.js
cat > pool.js <<'JS'
export const member = (n) =>
  new Worker(new URL('./member.js', import.meta.url), { type: 'module', name: `member ${n}` });
JS
echo '<script type="module" src="/main.js"></script>' > index.html
echo "import { member } from 'pool'; member(1).postMessage('hello');" > main.js

build() { timeout 120 node_modules/.bin/vite build --logLevel error > build.txt 2>&1; }

cp pool.js node_modules/pool/index.js
written=refused
if build; then written=built; else cat build.txt; fi
echo "As written:  $written"

node_modules/.bin/rolldown pool.js --minify --log-level silent --file node_modules/pool/index.js > /dev/null
echo "Minified:    $(cat node_modules/pool/index.js)"
minified=built
if ! build; then minified=refused; grep -m1 'Error: ' build.txt || cat build.txt; fi
echo "Minified:    $minified"

if [ "$written" = built ] && [ "$minified" = refused ] && grep -q 'type property to be a literal value' build.txt; then
  echo 'As described: Vite takes the package as written and refuses it minified.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
