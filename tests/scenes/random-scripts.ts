/**
 * Scripts that are drawn from a seed: modules over the scene's API alone, which every tier, every transport and every browser must
 * come to the same state with. What they draw while they run comes from `scene.random`.
 */
import { mixWord } from '../../web/engine/hash.js';

export interface RandomScript {
  /** Draws the program, and is the seed that its scene is to have. */
  readonly seed: number;
  /** An ES module. */
  readonly text: string;
}

/** Updates after which the file of hashes has the state; what the default export does is the first. */
export const RANDOM_UPDATES = 30;
/** dt of each of them. Unit: s */
export const RANDOM_DT = 1 / 60;

/** What a program is made of; each line runs alone, and leaves `alive` with entities that may have ended. */
const STATEMENTS = [
  'for (let i = 0; i < 1 + below(12); i++) add();',
  'for (let i = 0; i < 3; i++) some()?.destroy();',
  "const one = scene.create(null, { position: vector(9) }); alive.push(one); for (let i = 0; i < 4; i++) scene.create('cube', { parent: one, position: vector(2) });",
  'for (const entity of alive.slice(0, 8)) if (entity.alive) entity.position = vector(20);',
  'for (const entity of scene.entities().slice(0, 20)) entity.orientation = turn();',
  'const entity = some(); if (entity) { entity.scale = 0.5 + scene.random(); entity.color = color(); }',
  'const entity = some(); if (entity) entity.active = scene.random() < 0.7;',
  'const entity = some(); if (entity) entity.set({ position: vector(5), scale: vector(2), color: [scene.random(), 0.5, scene.random(), 1] });',
  'const child = some(), parent = some(); if (child && parent) try { child.parent = parent; } catch { child.parent = null; }',
  'const entity = some(); if (entity) entity.parent = null;',
  "const entity = some(); if (entity) entity.mesh = { kind: 'sphere', radius: 1 + below(3) };",
  'const all = scene.entities(); scene.positions(all, Float32Array.from({ length: 3 * all.length }, () => 40 * scene.random() - 20));',
  'const all = scene.entities().slice(0, 50); scene.orientations(all, all.flatMap(turn));',
  'const all = scene.entities().filter((_, at) => at % 3 === 0); scene.scales(all, Float32Array.from(all, () => 0.5 + scene.random()));',
  'const all = scene.entities().slice(5, 60); scene.colors(all, Uint32Array.from(all, () => (0xff000000 | below(0x1000000)) >>> 0));',
  'const all = scene.entities().slice(2, 30); scene.actives(all, all.map(() => scene.random() < 0.8));',
  'const all = scene.entities(); if (all.length > 120) scene.destroy(all.slice(0, 60));',
  'if (cameras.length < 3) cameras.push(scene.camera({ position: vector(10), fov: 0.5 + scene.random(), near: 0.1, far: 500 })); else cameras.shift().destroy();',
  'const camera = cameras[0]; if (camera) { camera.position = vector(30); camera.lookAt([0, 0.5, 0]); camera.active = scene.random() < 0.5; }',
  "if (lights.length < 4) lights.push(scene.light({ kind: ['directional', 'point', 'spot'][below(3)], position: vector(8), intensity: 1 + scene.random() })); else lights.shift().destroy();",
  'const light = lights[0]; if (light) { light.color = color(); light.position = vector(10); }',
  'scene.environment.background = color(); scene.environment.ambient = color();',
  'const mesh = scene.mesh({ positions: Float32Array.from({ length: 9 }, () => 4 * scene.random()) }); alive.push(scene.create(mesh, { position: vector(3) })); mesh.release();',
  'const entity = some(); if (entity) entity.position = [scene.math.sin(scene.time), scene.math.cos(scene.time), scene.math.exp(scene.random())];',
  'await null; add(); await Promise.resolve();',
  'await scene.resources.mesh({ positions: [0, 0, 0, 1, 0, 0, 0, 1, 0] }).then((mesh) => { alive.push(scene.create(mesh)); mesh.release(); });',
] as const;

const HEAD = `export default (scene, kit) => {
  const alive = [];
  const cameras = [];
  const lights = [];
  const below = (most) => Math.floor(scene.random() * most);
  const vector = (size) => [size * (scene.random() - 0.5), size * (scene.random() - 0.5), size * (scene.random() - 0.5)];
  const turn = () => [scene.random() - 0.5, scene.random() - 0.5, scene.random() - 0.5, 1];
  const color = () => '#' + (0x1000000 + below(0x1000000)).toString(16).slice(1);
  const some = () => { const one = alive[below(alive.length)]; return one?.alive ? one : undefined; };
  const meshes = ['cube', 'grid', 'plane', 'cylinder', 'cone', 'sphere'];
  const add = () => alive.push(scene.create(meshes[below(6)], { position: vector(20), orientation: turn(), color: color() }));
  for (let i = 0; i < 20; i++) add();
`;

/** The script of a seed. */
export function randomScript(seed: number): RandomScript {
  let drawn = 0;
  const below = (most: number): number => mixWord(seed, ++drawn) % most;
  const count = 6 + below(10);
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const every = 1 + below(4);
    const statement = STATEMENTS[below(STATEMENTS.length)] as string;
    lines.push(`      if (scene.frame % ${every} === ${below(every)}) { ${statement} }`);
  }
  return { seed, text: `${HEAD}  return {\n    async update(dt) {\n${lines.join('\n')}\n    },\n  };\n};\n` };
}

/** The twenty that tests run everywhere. */
export const RANDOM_SCRIPTS: readonly RandomScript[] = Array.from({ length: 20 }, (_, at) => randomScript(at + 1));

/** Reads random-scripts.txt: seed and hash a line. @throws Error that names the line */
export function parseRandomHashes(text: string): Map<number, string> {
  const hashes = new Map<number, string>();
  text.split('\n').forEach((line, index) => {
    if (line === '' || line.startsWith('#')) return;
    const found = /^(\d+) ([\da-f]{16})$/.exec(line);
    if (found === null) throw new Error(`random-scripts.txt, line ${index + 1}, is not 'seed hash': ${line}`);
    hashes.set(Number(found[1]), found[2] as string);
  });
  return hashes;
}
