#!/usr/bin/env bash
# three, OBJLoader: a comment after a face becomes corners of it, and `lod 1` turns a mesh into lines.
#
# Tool:     three 0.187.0 (examples/jsm/loaders/OBJLoader.js), on the Node at hand.
# Expected: the format's specification: `#` begins a comment, and `lod` is a display attribute without a shape. Both files are
#           one triangle, whose three positions the file lists.
# Seen:     `f 1 2 3 # left side` is four triangles with 5 corners of NaN; of a line with `lod 1` behind the face the object is
#           LineSegments, with a corner of NaN.
# Takes about 10 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact three@0.187.0 ||
  { echo 'Nothing can be said: the package could not be installed.'; exit 2; }

cat > main.js <<'JS'
import { REVISION } from 'three';
import { OBJLoader } from 'three/examples/jsm/loaders/OBJLoader.js';

console.log(`three r${REVISION}`);
const vertices = 'v 0 0 0\nv 1 0 0\nv 0 1 0\n';
const files = { plain: 'f 1 2 3\n', comment: 'f 1 2 3 # left side\n', lod: 'f 1 2 3\nlod 1\n' };
for (const [name, rest] of Object.entries(files)) {
  const [{ type, geometry }] = new OBJLoader().parse(vertices + rest).children;
  const { array, count } = geometry.attributes.position;
  const corners = Array.from({ length: count }, (_, i) => array.slice(3 * i, 3 * i + 3));
  console.log(`${name}: ${type}, ${count} corners, ${corners.filter((corner) => corner.some(Number.isNaN)).length} of NaN`);
}
JS
seen=$(node main.js 2>&1)
echo "$seen"

expected='three r187
plain: Mesh, 3 corners, 0 of NaN
comment: Mesh, 12 corners, 5 of NaN
lod: LineSegments, 5 corners, 1 of NaN'
if [ "$seen" = "$expected" ]; then
  echo 'As described: a comment and a display attribute are read as corners.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
