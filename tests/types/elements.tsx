/** What the compiler lets pages say of the elements; the types stage checks it, and nothing runs. */
import type { LifeSimElement } from '../../web/elements/life-sim.js';
import type { MeteorShowerElement } from '../../web/elements/meteor-shower.js';
import type {} from '../../web/elements/react.js';

/** By tag name. */
export const world: LifeSimElement = document.createElement('life-sim');
export const shower: MeteorShowerElement | null = document.querySelector('meteor-shower');

/** In JSX: attributes, properties and events, and what every element has. */
export const said = [
  <meteor-shower key="1" preset="leonids" seed={7} density="2" reduced-motion="slow" interactive="" className="sky" style={{ inset: 0 }} />,
  <meteor-shower key="2" reducedMotion="still" warm-up={3} options={{ rate: 8 }} dirty-regions urls={{ wasm: '/a.wasm' }} />,
  <meteor-shower key="3" options='{"rate": 8}' paused={false} ref={(element) => element?.restart()} />,
  <meteor-shower
    key="4"
    onready={({ detail }) => detail.thread === 'worker'}
    onmetrics={({ detail }) => detail.framesPerSecond.toFixed()}
  />,
  <meteor-shower key="5">
    <p>No sky today.</p>
  </meteor-shower>,
  <life-sim key="6" scene="islands" entities="20000" color-by="diet" food partitions showSight={false} options={{ foodRegrowth: 0.1 }} />,
  <life-sim key="7" colorBy="age" workers={null} tier="js-workers" no-sight="" onselection={({ detail }) => detail.died} />,
];

/** What is refused: a name, a value and a detail that there are none of. */
export const refused = [
  // @ts-expect-error no preset has this name
  <meteor-shower key="1" preset="hail" />,
  // @ts-expect-error no number
  <meteor-shower key="2" seed="seven" />,
  // @ts-expect-error no property has this name
  <meteor-shower key="3" reduceMotion="slow" />,
  // @ts-expect-error no metrics hold that
  <meteor-shower key="4" onmetrics={({ detail }) => detail.fps} />,
  // @ts-expect-error no tier of worlds has this name
  <life-sim key="5" tier="gpu" />,
  // @ts-expect-error no property has this name
  <life-sim key="6" colourBy="age" />,
];

/** In scripts: properties of attributes, and events with a detail each. */
export function script(sim: LifeSimElement, sky: MeteorShowerElement): readonly (number | null | boolean)[] {
  sim.entities = 300;
  sim.entities = null;
  sim.brush = { radius: 30 };
  sky.options = { rate: 8 };
  sky.dirtyRegions = true;
  sim.addEventListener('extinction', function ({ detail }) {
    this.restart();
    return detail.tribe;
  });
  sky.addEventListener('metrics', ({ detail }) => detail.framesPerSecond.toFixed());
  sky.addEventListener('click', ({ button }) => button.toFixed());
  sky.addEventListener('of-another-script', { handleEvent: () => {} });
  // @ts-expect-error no scene has this name
  sim.scene = 'moon';
  // @ts-expect-error a switch is no text
  sim.showSight = 'yes';
  // @ts-expect-error what runs is told, not set
  sky.runsOn = 'page';
  // @ts-expect-error no event has that in its detail
  sky.addEventListener('fault', ({ detail }) => detail.cause);
  return [sim.entities, sim.brush.food, sim.showSight, sky.warmUp];
}
