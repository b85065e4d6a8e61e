import 'skyflock/life-sim';
import 'skyflock/meteor-shower';
import { configure } from 'skyflock';
import { createLife, type Life } from 'skyflock/life';
import { MeteorPipeline } from 'skyflock/meteor';
import { createStore, loadStateEngine } from 'skyflock/state';

configure({ workers: 2 });
export const life: Promise<Life> = createLife({ scene: 'flock' });
export const shower = MeteorPipeline.create({ preset: 'calm' });
export const store = createStore({ lit: false }, { engine: await loadStateEngine() });
export const tier: string | undefined = document.querySelector('life-sim')?.life?.tier;
