import { createLife, type Life } from 'skyflock/life';
import { MeteorPipeline } from 'skyflock/meteor';
import { createStore } from 'skyflock/state';

export const life: Promise<Life> = createLife({ scene: 'flock' });
export const shower = MeteorPipeline.create({ preset: 'calm' });
export const store = createStore({ lit: false });
