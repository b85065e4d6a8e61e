import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';
import { UsageError } from '../../../web/cli/flags.js';
import { OutputError } from '../../../web/cli/outputs.js';
import { ScriptRunError } from '../../../web/cli/script.js';
import { ConfigurationError } from '../../../web/engine/configuration.js';
import { ERROR_CODES, type ErrorCode } from '../../../web/engine/error-codes.js';
import { errorToData } from '../../../web/engine/error-to-data.js';
import type { SkyflockError } from '../../../web/engine/errors.js';
import * as life from '../../../web/life/shared/errors.js';
import { WorkerFault } from '../../../web/life/shared/worker-fault.js';
import * as meteor from '../../../web/meteor/shared/errors.js';
import * as scene from '../../../web/scene/shared/errors.js';
import { StateCallbackError, StateChangeError, StateEndedError, StateRegistrationError } from '../../../web/state/shared/errors.js';
import { StateStartError } from '../../../web/state/shared/start-error.js';

/** Errors that are always caught, and told of by another: they have no code. */
const INNER = ['DownloadError', 'MemoryRefusal', 'OutOfMemory', 'PeerError', 'ReaderGone'];

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

/** The stages in which a system can fail to start, of the table. */
const stages = <Stage extends string>(system: string): Stage[] =>
  codes.filter((code) => code.startsWith(`${system}/start-`)).map((code) => code.slice(`${system}/start-`.length) as Stage);

const LIFE: readonly SkyflockError[] = [
  ...stages<life.StartStage>('life').map((stage) => new life.LifeStartError(stage, 'it is late', 'Wait', true)),
  new life.LifeOptionError('entities', 0, 'it must be a whole number from 1 to 1048576 animals'),
  new life.LifeCommandError('1024 commands wait already'),
  new life.LifeSnapshotError('it is damaged'),
  new life.LifeFaultError('step', 17, 'unreachable'),
  new life.LifeTimeoutError('hash', 3000),
  new life.LifeDestroyedError(),
];

const METEOR: readonly SkyflockError[] = [
  ...stages<meteor.MeteorStage>('meteor').map((stage) => new meteor.MeteorStartError(stage, 'it is late', 'Wait')),
  new meteor.MeteorOptionError('rate', -1, 'it must be a number from 0 to 10000'),
  new meteor.MeteorTimeoutError('hash', 3000),
  new meteor.MeteorAbsentError('its element has no size'),
  new meteor.MeteorDestroyedError(),
];

const SCENE: readonly SkyflockError[] = [
  ...stages<scene.SceneStage>('scene').map((stage) => new scene.SceneStartError(stage, 'it is late', 'Wait')),
  new scene.SceneOptionError('maxEntities', 0, 'it must be a whole number from 1 to 1000000'),
  new scene.SceneTimeoutError('pick', 3000),
  new scene.SceneDestroyedError(),
  new scene.SceneFaultError('the scene has ended', 'its thread hung', 'Create another'),
  new scene.SceneOverflowError(1_000_001, 1_000_000),
  new scene.SceneScriptError('update', 'no such thing', { file: 'game.js', line: 3, column: 7, trace: 'at update (game.js:3:7)' }),
  new scene.SceneMeshError('tree.obj', 'face 3 names vertex 9 of 8', 'Count from 1', 12),
  new scene.SceneRefusedError({
    ...{ op: 'update', refusal: 'staleEntity', id: 1_048_581, value: null, times: 2 },
    ...{ reason: 'it has ended', wayOut: 'Forget its id' },
  }),
  new scene.SceneLoadError('https://example.org/a.png', 'it answered 404'),
];

const OTHERS: readonly SkyflockError[] = [
  new StateStartError('no memory', 'Free some'),
  new StateChangeError('no such path'),
  new StateRegistrationError('no such path'),
  new StateCallbackError('a listener', new Error('it')),
  new StateEndedError('it was destroyed'),
  new ConfigurationError('workers', 0, 'it must be a whole number from 1'),
  new WorkerFault('hung', 1, 'it hangs'),
  new UsageError('unknown command'),
  new OutputError('the disk is full'),
  new ScriptRunError('the script is not loaded'),
];

const ALL = [...LIFE, ...METEOR, ...SCENE, ...OTHERS];

/** The text of all scripts of the package. */
function sources(): string {
  return ['web', 'workers']
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(ROOT, folder, name)))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

function page(): string {
  const rows = codes.map((code) => {
    const { thrown, means, wayOut } = ERROR_CODES[code];
    return `| \`${code}\` | ${thrown} | ${means} | ${wayOut} |`;
  });
  return `# Errors

Every error has a \`code\`, which stays what it is from version to version: compare it, or search for
it. The message says what is wrong this time, with names, values and ranges. (This page is written
from web/engine/error-codes.ts by tests/web/engine/error-codes.test.ts: \`vitest run -u\`.)

| code | class | what it means | what to do |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

describe('the codes of errors', () => {
  it('are those of the table, each of one class, and none is without an error', () => {
    expect(ALL.map(({ code }) => code)).toEqual([...new Set(ALL.map(({ code }) => code))]);
    expect(ALL.map(({ code }) => code).sort()).toEqual([...codes].sort());
    for (const { code, name } of ALL) expect(ERROR_CODES[code].thrown).toBe(name);
  });

  it('are what every class that is thrown has, with a name of its own', () => {
    const known = new Set(ALL.map(({ name }) => name));
    const classes = [...sources().matchAll(/^(?:export )?class (\w+) extends (\w*(?:Error|Refusal|Fault|Gone|OutOfMemory))\b/gm)];
    const thrown = classes.map(([, name = '']) => name);
    expect(thrown.length).toBeGreaterThan(20);
    expect(thrown.filter((name) => !known.has(name) && !INNER.includes(name))).toEqual([]);
    for (const error of ALL) expect(Object.hasOwn(Object.getPrototypeOf(error) as object, 'name'), error.name).toBe(true);
  });

  it('tell of no stage of a start in which nothing fails', () => {
    const text = sources();
    for (const [system, made] of [
      ['life', /(?:LifeStartError|refuse)\(\s*'(\w+)'/g],
      ['meteor', /(?:MeteorStartError|refuse)\(\s*'(\w+)'/g],
    ] as const) {
      const failing = new Set([...text.matchAll(made)].map(([, stage]) => stage));
      expect(stages(system).filter((stage) => !failing.has(stage))).toEqual([]);
    }
  });

  it.each([
    ['life', LIFE, life.errorFromData],
    ['meteor', METEOR, meteor.meteorErrorFromData],
    ['scene', SCENE, scene.sceneErrorFromData],
  ] as const)('survive the way across a thread, with all that errors of %s have', (_, errors, fromData) => {
    for (const error of errors) {
      const back = fromData(structuredClone(errorToData(error))) as SkyflockError;
      expect(back).toBeInstanceOf(error.constructor);
      expect({ ...back, name: back.name, message: back.message, code: back.code }).toEqual({
        ...error,
        // What was refused comes in words, since it may be anything.
        ...('value' in error && { value: String(error.value) }),
        name: error.name,
        message: error.message,
        code: error.code,
      });
    }
  });

  it('stand in docs/errors.md, and no others do', async () => {
    await expect(page()).toMatchFileSnapshot(join(ROOT, 'docs/errors.md'));
  });
});
