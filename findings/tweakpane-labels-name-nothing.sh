#!/usr/bin/env bash
# Tweakpane: the label of a binding names no control, and sliders and folders don't say what they are.
#
# Tool:     tweakpane 4.0.5, in jsdom 29.1.1; axe-core 4.14.1 looks at what it made.
# Expected: Tweakpane's documentation of bindings: `label` is "the label of the binding". So a screen reader says it of the
#           field beside it; HTML and WAI-ARIA have `label`, `aria-label` and `aria-labelledby` for that, role `slider` with
#           its value, and `aria-expanded` for what opens and closes.
# Seen:     the label is a div that is tied to nothing: none of five fields has a name (axe: label 4, select-name 1). The
#           slider can be focused and is a div without role, name or value. The button of a folder says neither in its first
#           state nor after a click whether the folder is open.
# Takes about 15 s; installs from npm into a temporary folder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact tweakpane@4.0.5 axe-core@4.14.1 jsdom@29.1.1 ||
  { echo 'Nothing can be said: the packages could not be installed.'; exit 2; }

cat > main.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const html = '<!doctype html><html lang="en"><head><title>A panel</title></head><body><main><h1>A panel</h1></main></body></html>';
const { window } = new JSDOM(html, { runScripts: 'outside-only', pretendToBeVisual: true });
const { document } = window;
Object.assign(globalThis, { window, document, HTMLElement: window.HTMLElement, Node: window.Node, Event: window.Event });

const { Pane } = await import('tweakpane');
const folder = new Pane({ container: document.querySelector('main') }).addFolder({ title: 'Ship' });
const values = { speed: 1, size: 5, name: 'Argo', sail: 'square', lit: true };
folder.addBinding(values, 'speed', { label: 'Speed' });
folder.addBinding(values, 'size', { label: 'Size', min: 0, max: 10 });
folder.addBinding(values, 'name', { label: 'Name' });
folder.addBinding(values, 'sail', { label: 'Sail', options: { Square: 'square', Lateen: 'lateen' } });
folder.addBinding(values, 'lit', { label: 'Lit' });

const fields = [...document.querySelectorAll('main input, main select')];
const textOf = (field) => [...(field.labels ?? [])].map((label) => label.textContent.trim()).join('');
const isNamed = (field) => textOf(field) !== '' || ['aria-label', 'aria-labelledby', 'title'].some((name) => field.hasAttribute(name));
console.log(`fields: ${fields.length}, with a name: ${fields.filter(isNamed).length}`);

const slider = [...document.querySelectorAll('main [tabindex="0"]')].find((element) => element.localName === 'div');
const ariaOf = (element) => element.getAttributeNames().filter((name) => name === 'role' || name.startsWith('aria-'));
console.log(`slider: ${slider.localName}, ${ariaOf(slider).length} of role and aria-*`);

const button = document.querySelector('main button');
const before = ariaOf(button).length;
button.click();
console.log(`folder: ${button.localName}, ${before} of role and aria-*, ${ariaOf(button).length} after a click`);

window.eval(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
// jsdom lays nothing out, and paints nothing.
const { violations } = await window.axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
console.log(`axe: ${violations.map(({ id, nodes }) => `${id} ${nodes.length}`).sort().join(', ')}`);
JS

seen=$(timeout 120 node main.mjs)
echo "$seen"
[ "$seen" = 'fields: 5, with a name: 0
slider: div, 0 of role and aria-*
folder: button, 0 of role and aria-*, 0 after a click
axe: label 4, select-name 1' ] || { echo 'Changed: this is not what was seen.'; exit 1; }
echo 'As found.'
