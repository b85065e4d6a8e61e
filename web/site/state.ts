/** The state page: a store's paths, their ties, and each batch on its way through the stages. */

import { connectDevtools } from '../state/page/devtools.js';
import { type ChangeTuple, createStore, JS_STATE_ENGINE, loadStateEngine, type StateEngine, type StateStore } from '../state.js';
import { byId, h } from './common/dom.js';
import { type HouseState, houseState, TIES, TRIALS } from './state/house.js';
import { PathBoard } from './state/path-board.js';
import { showStages } from './state/stages.js';

const fault = byId('fault');

function tell(error: Error): void {
  fault.textContent = error.message;
  fault.hidden = false;
}

const board = new PathBoard(byId('paths'), document.querySelector('#ties') as SVGSVGElement, houseState(), (path, value) =>
  change([[path, value]]),
);
const ties = TIES.map((tie) => {
  const box = h('input', { type: 'checkbox', checked: true });
  box.addEventListener('change', () => turn(tie.name, box.checked));
  return { ...tie, box };
});
/** What ends each tie there is. */
const ends = new Map<string, () => void>();
let store: StateStore<HouseState>;

function change(changes: readonly ChangeTuple[]): void {
  fault.hidden = true;
  try {
    store.process(changes);
  } catch (error) {
    tell(error as Error);
  }
}

function turn(name: string, isOn: boolean): void {
  fault.hidden = true;
  ends.get(name)?.();
  ends.delete(name);
  const tie = ties.find((one) => one.name === name);
  if (isOn && tie !== undefined) {
    try {
      ends.set(name, store.register(tie.registration));
    } catch (error) {
      tell(error as Error);
    }
  }
  board.showTies(ties.filter((one) => ends.has(one.name)).flatMap(({ registration }) => registration.aggregations ?? []));
}

/** A store over an engine, with the ties that are on; the values stay. */
function begin(engine: StateEngine, state: HouseState): void {
  ends.clear();
  store = createStore(state, { engine, onError: tell });
  store.observe((batch) => {
    // A tie that found everything in place is no batch to look at.
    if (batch.changes.length === 0 && batch.reads.length === 0) return;
    board.showBatch(batch);
    showStages(byId('stages'), batch);
  });
  connectDevtools(store, 'Skyflock: state page');
  board.follow(store);
  for (const { name, box } of ties) if (box.checked) turn(name, true);
  byId('engine').textContent = engine.name === 'wasm' ? 'in WebAssembly' : 'in JavaScript';
}

const engines = h(
  'select',
  { 'aria-label': 'Engine' },
  h('option', { value: 'wasm' }, 'WebAssembly'),
  h('option', { value: 'js' }, 'JavaScript'),
);
byId('controls').append(
  h(
    'fieldset',
    { class: 'tie-list' },
    h('legend', {}, 'Tied'),
    ...ties.map(({ name, about, box }) => h('label', { title: about }, box, ` ${name}`)),
  ),
  h(
    'fieldset',
    {},
    h('legend', {}, 'Batches to try'),
    ...TRIALS.map(({ name, changes }) => {
      const button = h('button', { type: 'button', class: 'button' }, name);
      button.addEventListener('click', () => change(changes));
      return button;
    }),
  ),
  h('label', {}, 'Engine ', engines),
);

const loaded = await loadStateEngine({ onRefusal: tell });
engines.value = loaded.name;
engines.addEventListener('change', () => {
  const before = store.state;
  store.destroy();
  begin(engines.value === 'js' ? JS_STATE_ENGINE : loaded, before);
});
begin(loaded, houseState());
