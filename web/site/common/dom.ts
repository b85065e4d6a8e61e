/** Builds elements by hand: nothing on the site goes through innerHTML. */

type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** Makes an element with attributes (null and false are left out) and children. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== null) made.append(child);
  return made;
}

/** The element of this id. @throws Error when the page lacks it */
export function byId<Type extends HTMLElement>(id: string): Type {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as Type;
}

/** Strokes of the icons, on a 24 x 24 grid. */
const ICONS = {
  play: 'M8 5v14l11-7z',
  pause: 'M9 5v14M15 5v14',
  step: 'M6 5v14l9-7zM19 5v14',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  pan: 'M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3',
  select: 'M5 3l6 17 2.5-7L20 10.5z',
  food: 'M12 21v-8M12 13c0-5-3-7-8-8 0 5 3 8 8 8zM12 16c0-4 3-6 8-6 0 4-3 6-8 6z',
  spawn: 'M12 5v14M5 12h14',
  kill: 'M6 6l12 12M18 6L6 18',
  density: 'M12 4a8 8 0 100 16 8 8 0 000-16zM12 8a4 4 0 100 8 4 4 0 000-8z',
  partitions: 'M4 4h16v16H4zM12 4v16M4 13h8M12 9h8',
  layers: 'M12 4l9 4.5-9 4.5-9-4.5zM3 13l9 4.5 9-4.5M3 17l9 4.5 9-4.5',
  workers: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
  share: 'M9 12a3 3 0 11-6 0 3 3 0 016 0zM21 6a3 3 0 11-6 0 3 3 0 016 0zM21 18a3 3 0 11-6 0 3 3 0 016 0zM8.7 10.6l6.6-3.2M8.7 13.4l6.6 3.2',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  restart: 'M4 12a8 8 0 108-8H7M10 1L7 4l3 3',
  follow: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v4M12 18v4M2 12h4M18 12h4',
  close: 'M6 6l12 12M18 6L6 18',
  world: 'M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  tribes: 'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 010 6.5M18 14.5c2 .8 3.2 2.6 3.5 5.5',
  charts: 'M4 20V4M4 20h16M8 15l4-5 3 3 5-7',
  animal: 'M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L21 21',
} as const;
export type IconName = keyof typeof ICONS;

/** An icon; it says nothing to a screen reader, its button does. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button of an icon alone. */
export function iconButton(name: IconName, label: string, keys = ''): HTMLButtonElement {
  const title = keys === '' ? label : `${label} (${keys})`;
  return h('button', { type: 'button', class: 'tool', title, 'aria-label': label }, icon(name));
}

/** Gives a button another icon and label. */
export function relabel(button: HTMLButtonElement, name: IconName, label: string, keys: string): void {
  button.replaceChildren(icon(name));
  button.title = `${label} (${keys})`;
  button.setAttribute('aria-label', label);
}
