#!/usr/bin/env bash
# Nuxt reads a folder of a dependency as its own alias, and leaves the dependency's file out of the build.
#
# Tool:     nuxt 4.5.2, with the vite 8.4.0 that it installs. It needs Node 22 or newer.
# Expected: the URL standard: `assets/table.bin` and `./assets/table.bin` against the same base are the same address. Vite's
#           guide (Static assets, new URL(url, import.meta.url)): such a file is part of the build. Vite by itself does so
#           with either spelling.
# Seen:     Nuxt's default alias `assets` (the app's own folder) is applied to the address in the dependency too: without
#           `./` the file is looked for in the app, isn't found there, and the address stays as it was, towards a file that
#           the built site doesn't have. With `./` it is there. The dependency has no say in the app's aliases.
# Takes about 3 min; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
[ "$(node -p 'parseInt(process.versions.node)')" -ge 22 ] || { echo 'Nothing can be said: Nuxt needs Node 22.'; exit 2; }

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact nuxt@4.5.2 vite@8.4.0 ||
  { echo 'Nothing can be said: the packages could not be installed.'; exit 2; }

mkdir -p node_modules/tables/assets
echo '{ "name": "tables", "version": "1.0.0", "type": "module", "exports": "./index.js" }' > node_modules/tables/package.json
cat > node_modules/tables/index.js <<'JS'
export const bare = () => new URL('assets/bare.bin', import.meta.url).href;
export const dotted = () => new URL('./assets/dotted.bin', import.meta.url).href;
JS
# Above Vite's limit of 4 KiB, so that neither goes into the script as a data: address.
for name in bare dotted; do
  node -e 'process.stdout.write(process.argv[1].repeat(9000))' "$name" > "node_modules/tables/assets/$name.bin"
done

mkdir -p app
cat > app/app.vue <<'VUE'
<script setup>
import { bare, dotted } from 'tables';
const addresses = ref([]);
onMounted(() => { addresses.value = [bare(), dotted()]; });
</script>
<template><p>{{ addresses }}</p></template>
VUE
echo "export default { ssr: false, telemetry: false, compatibilityDate: '2026-01-01' };" > nuxt.config.mjs
echo '<script type="module" src="/main.js"></script>' > index.html
echo "import { bare, dotted } from 'tables'; document.title = bare() + dotted();" > main.js

files() { find "$1" -name '*.bin' -exec basename {} \; | sed 's/[.-].*//' | sort | paste -sd ' ' -; }

timeout 120 node_modules/.bin/vite build --logLevel error --outDir site > vite.txt 2>&1 ||
  { cat vite.txt; echo 'Nothing can be said: Vite has not built.'; exit 2; }
NUXT_TELEMETRY_DISABLED=1 timeout 400 node_modules/.bin/nuxt generate > nuxt.txt 2>&1 ||
  { tail -20 nuxt.txt; echo 'Nothing can be said: Nuxt has not built.'; exit 2; }
vite=$(files site)
nuxt=$(files .output/public)
echo "Files of the dependency in Vite's build: $vite"
echo "Files of the dependency in Nuxt's build: $nuxt"
echo "Addresses in Nuxt's build:               $(grep -rhoE '[`"'"'"'][^`"'"'"' ]*(bare|dotted)[^`"'"'"' ]*\.bin' .output/public/_nuxt | tr '\n' ' ')"

if [ "$vite" = 'bare dotted' ] && [ "$nuxt" = 'dotted' ]; then
  echo 'As described: the file without ./ is in Vite'"'"'s build and not in Nuxt'"'"'s.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
