/** The HTML of a shower as a person would write it: what differs from the defaults, and nothing else. */

import { METEOR_ATTRIBUTES } from '../../elements/meteor/attributes.js';
import type { MeteorShowerElement } from '../../elements/meteor-shower.js';

/** Attributes that belong to the page that shows the playground. */
const NOT_COPIED: readonly string[] = ['loading', 'debug', 'dirty-regions', 'warm-up'];

/** The element's tag, with its attributes in the order of the element's own list. */
export function tagOf(shower: Pick<MeteorShowerElement, 'getAttribute'>): string {
  const words = METEOR_ATTRIBUTES.names
    .filter((name) => !NOT_COPIED.includes(name))
    .flatMap((name) => {
      const value = shower.getAttribute(name);
      if (value === null) return [];
      return [value === '' ? ` ${name}` : ` ${name}=${quoted(value)}`];
    });
  return `<meteor-shower${words.join('')}></meteor-shower>`;
}

/** Everything that a page needs. */
export function pageText(shower: Pick<MeteorShowerElement, 'getAttribute'>): string {
  return [
    '<script type="module" src="/skyflock/elements/meteor-shower.js"></script>',
    '<style> meteor-shower { position: fixed; inset: 0; height: auto; z-index: -1; background: #060913 } </style>',
    tagOf(shower),
  ].join('\n');
}

function quoted(value: string): string {
  const text = value.replaceAll('&', '&amp;');
  return text.includes('"') && !text.includes("'") ? `'${text}'` : `"${text.replaceAll('"', '&quot;')}"`;
}
