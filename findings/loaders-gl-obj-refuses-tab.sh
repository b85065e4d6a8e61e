#!/usr/bin/env bash
# @loaders.gl/obj: a tab after `usemtl`, or a display attribute, ends the whole file in an error.
#
# Tool:     @loaders.gl/obj 4.5.2 with @loaders.gl/core 4.5.2, on the Node at hand.
# Expected: words of an OBJ file stand between any white space, as the loader itself has it for `v` and `f`; `bevel on` is a
#           display attribute of the format's specification, and changes no shape. Each file is one triangle.
# Seen:     `Unexpected line`, and no triangle.
# Takes about 10 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact @loaders.gl/obj@4.5.2 @loaders.gl/core@4.5.2 ||
  { echo 'Nothing can be said: the packages could not be installed.'; exit 2; }

cat > main.js <<'JS'
import { parseSync } from '@loaders.gl/core';
import { OBJLoader } from '@loaders.gl/obj';

console.log(`@loaders.gl/obj ${OBJLoader.version}`);
const vertices = 'v 0 0 0\nv 1 0 0\nv 0 1 0\n';
const files = {
  blank: 'usemtl red\nf 1 2 3\n',
  'tabs in a face': 'f\t1\t2\t3\n',
  'a tab after usemtl': 'usemtl\tred\nf 1 2 3\n',
  bevel: 'bevel on\nf 1 2 3\n',
};
for (const [name, rest] of Object.entries(files)) {
  try {
    const { attributes } = parseSync(vertices + rest, OBJLoader);
    console.log(`${name}: ${attributes.POSITION.value.length / 9} triangle`);
  } catch (error) {
    console.log(`${name}: ${error.name}: ${error.message.replaceAll('\t', '<TAB>')}`);
  }
}
JS
seen=$(node main.js 2>&1)
echo "$seen"

expected='@loaders.gl/obj 4.5.2
blank: 1 triangle
tabs in a face: 1 triangle
a tab after usemtl: Error: Unexpected line: "usemtl<TAB>red"
bevel: Error: Unexpected line: "bevel on"'
if [ "$seen" = "$expected" ]; then
  echo 'As described: one line costs the whole file.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
