#!/usr/bin/env bash
# valtio: a proxy that is made of a snapshot loses writes and says that they were done.
#
# Tool:     valtio 2.3.2 (valtio/vanilla), on the Node at hand.
# Expected: an assignment to a property that is read-only throws a TypeError in a module, as JavaScript does for the snapshot
#           itself; or the proxy takes the new value, as it does for any other object that it is made of.
# Seen:     the assignment throws nothing, Reflect.set gives true, and the old value stays. A level further down the same
#           assignment throws. Whoever goes back in a history with proxy(earlierSnapshot) gets a state that stands still.
# Takes about 5 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact valtio@2.3.2 ||
  { echo 'Nothing can be said: the package could not be installed.'; exit 2; }

cat > main.js <<'JS'
import { proxy, snapshot } from 'valtio/vanilla';

const errorOf = (action) => {
  try {
    action();
    return 'no error';
  } catch (error) {
    return error.name;
  }
};
const earlier = snapshot(proxy({ speed: 1, sun: { height: 1 } }));
console.log(`the snapshot itself: ${errorOf(() => { earlier.speed = 2; })}`);

const state = proxy(earlier);
console.log(`the proxy: ${errorOf(() => { state.speed = 2; })}, Reflect.set gives ${Reflect.set(state, 'speed', 3)}, speed is ${state.speed}`);
console.log(`below: ${errorOf(() => { state.sun.height = 2; })}, height is ${state.sun.height}`);
JS
seen=$(node main.js)
echo "$seen"

expected='the snapshot itself: TypeError
the proxy: no error, Reflect.set gives true, speed is 1
below: TypeError, height is 1'
if [ "$seen" = "$expected" ]; then
  echo 'As described: the write is lost, and nobody is told.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
