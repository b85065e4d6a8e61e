#!/usr/bin/env bash
# Parcel understands `typeof process < "u"`, but not the same test with its string in backticks.
#
# Tool:     parcel 2.16.4; rolldown 1.3.3 only minifies the dependency.
# Expected: ECMA-262 (template literals): backticks without substitutions are a plain string, so a minified test for Node
#           means what the written one means. Parcel drops the written test from a browser's build as never true.
# Seen:     after Rolldown's minifier (the one in Vite 8), which writes "u" in backticks, Parcel no longer sees that the
#           branch is dead. It follows `process` in it, wants a polyfill package for it, and the build ends with "Node
#           builtin polyfill … is not installed" (without CI=1 Parcel first adds "process" to the app's devDependencies by
#           itself). Quotes in place of the backticks, and nothing else, mend it.
# Takes about 1 min; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund --save-exact parcel@2.16.4 rolldown@1.3.3 ||
  { echo 'Nothing can be said: the packages could not be installed.'; exit 2; }

mkdir -p node_modules/place
echo '{ "name": "place", "version": "1.0.0", "type": "module", "main": "./index.js" }' > node_modules/place/package.json
cat > place.js <<'JS'
export const version = typeof process !== 'undefined' && process.versions?.node;
JS
echo '<script type="module" src="./main.js"></script>' > index.html
echo "import { version } from 'place'; document.title = String(version);" > main.js

# CI=1 keeps Parcel from installing what it misses.
build() { CI=1 timeout 180 node_modules/.bin/parcel build index.html --no-cache > build.txt 2>&1; }

cp place.js node_modules/place/index.js
written=refused
if build; then written=built; else cat build.txt; fi
echo "As written:  $written"

node_modules/.bin/rolldown place.js --minify --log-level silent --file node_modules/place/index.js > /dev/null
echo "Minified:    $(cat node_modules/place/index.js)"
backticks=refused
if build; then backticks=built; else grep -E 'Failed to resolve|polyfill "' build.txt || cat build.txt; fi
echo "Minified:    $backticks"

# The same minified line with the backticks made quotes: they are the only difference.
sed -i.bak "s/\`/'/g" node_modules/place/index.js
quotes=refused
if build; then quotes=built; fi
echo "With quotes: $quotes"

if [ "$written $backticks $quotes" = 'built refused built' ]; then
  echo 'As described: Parcel takes the test in quotes and refuses it in backticks.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
