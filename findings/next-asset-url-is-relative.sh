#!/usr/bin/env bash
# Next: the URL of a dependency's file is a URL without origin, of which no other URL can be made.
#
# Tool:     next 16.4.6 (Turbopack, its default; with --webpack it is the same), react 19.2.0, in Chromium.
# Expected: the URL standard: a URL object is always absolute, so `href` parses again and may be the base of another, and
#           `hash` can be set. A package writes `new URL('./table.bin', import.meta.url)` and counts on that, for instance
#           to hand the address to a worker made from a blob:, which has no base of its own.
# Seen:     in the browser the object says that it is a URL, but href is "/_next/static/media/…", origin and protocol are
#           empty, `new URL(url)` and `new URL('x', url)` throw "Invalid URL", and hash can't be assigned.
# Takes about 90 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
server=''
trap '[ -z "$server" ] || kill "$server"; rm -rf "$dir"' EXIT
cd "$dir"
chromium=${CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}
[ -n "$chromium" ] || { echo 'Nothing can be said: set CHROMIUM to a Chromium.'; exit 2; }

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact next@16.4.6 react@19.2.0 react-dom@19.2.0 ||
  { echo 'Nothing can be said: the packages could not be installed.'; exit 2; }

mkdir -p node_modules/tables app
echo '{ "name": "tables", "version": "1.0.0", "type": "module", "exports": "./index.js" }' > node_modules/tables/package.json
echo 'some numbers' > node_modules/tables/table.bin
echo "export const table = () => new URL('./table.bin', import.meta.url);" > node_modules/tables/index.js
echo 'export default ({ children }) => <html><body>{children}</body></html>;' > app/layout.js
cat > app/page.js <<'JS'
'use client';
import { useEffect, useState } from 'react';
import { table } from 'tables';

const attempt = (f) => { try { return f(); } catch (error) { return error.name; } };
const look = () => {
  const url = table();
  return [url instanceof URL, url.href.replace(/table\..*/, 'table'), `origin "${url.origin}"`,
    attempt(() => new URL(url).href), attempt(() => new URL('x', url).href),
    attempt(() => { url.hash = 'x'; return url.href; })].join(', ');
};
export default function Page() {
  const [text, setText] = useState('');
  useEffect(() => setText(look()), []);
  return <p>[{text}]</p>;
}
JS
echo "export default { output: 'export', turbopack: { root: import.meta.dirname } };" > next.config.mjs
NEXT_TELEMETRY_DISABLED=1 timeout 400 node_modules/.bin/next build > build.txt 2>&1 ||
  { tail -20 build.txt; echo 'Nothing can be said: Next has not built.'; exit 2; }

cat > serve.mjs <<'JS'
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
const server = createServer(async ({ url }, response) => {
  const path = new URL(url, 'http://localhost').pathname;
  const file = await readFile(`out${path === '/' ? '/index.html' : path}`).catch(() => null);
  const type = path === '/' ? 'text/html' : path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
  response.writeHead(file ? 200 : 404, { 'content-type': type });
  response.end(file);
});
server.listen(0, '127.0.0.1', () => writeFile('port.txt', String(server.address().port)));
JS
node serve.mjs & server=$!
for _ in $(seq 50); do [ -s port.txt ] && break; sleep 0.1; done

seen=$(timeout 60 "$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$dir/profile" \
  --virtual-time-budget=10000 --dump-dom "http://127.0.0.1:$(cat port.txt)/" 2> /dev/null | sed 's/<!-- -->//g' | grep -oE '<p>\[[^]]*' | head -1 | cut -c5-)
echo "In the page (a URL?, href, origin, new URL(url), new URL('x', url), url.hash = 'x'): $seen"

if [ "$seen" = 'true, /_next/static/media/table, origin "", TypeError, TypeError, TypeError' ]; then
  echo 'As described: a URL that is not absolute.'
else
  echo 'Changed: see the output above.'
  exit 1
fi
