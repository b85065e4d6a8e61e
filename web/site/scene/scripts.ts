/** The scripts that the page has: each is a file that anybody can copy. */

export interface SceneChoice {
  /** What the address says of it, and its file's name. */
  readonly name: string;
  readonly title: string;
  /** What is seen, for who doesn't see it. */
  readonly seen: string;
}

export const SCENES: readonly SceneChoice[] = [
  { name: 'cubes', title: 'A thousand cubes', seen: 'A thousand turning cubes on a wave, from violet to orange' },
  { name: 'flock', title: 'A flock of 20,000', seen: 'Twenty thousand birds in an evening sky' },
  { name: 'solar', title: 'Solar system', seen: 'A sun, eight planets with their moons, a belt of rocks and stars' },
  { name: 'model', title: 'Lighthouse', seen: 'A lighthouse on a rock at dusk, its beam going around over boats' },
  { name: 'faults', title: 'Faults', seen: 'A disc of coral balls that wave; drag to turn it' },
];

/** Where its file is: as it is written, not bundled. */
export function scriptUrl({ name }: SceneChoice): string {
  return new URL(`./scene/scripts/${name}.js`, document.baseURI).href;
}

/** The scene that an address's hash names, or the first. */
export function sceneOf(hash: string): SceneChoice {
  return SCENES.find(({ name }) => `#${name}` === hash) ?? (SCENES[0] as SceneChoice);
}
