/**
 * Every code that an error of Skyflock can have: what it means, and what to do. Codes are stable: one that was given stays what
 * it is. docs/errors.md is written from this table, and nothing of it is in a page: the code asks it for types alone.
 */

interface Entry {
  /** The class that has the code. */
  readonly thrown: string;
  readonly means: string;
  readonly wayOut: string;
}

export const ERROR_CODES = {
  'life/start-tier': {
    thrown: 'LifeStartError',
    means: 'The tier that was asked for, or every tier, can not run in this browser.',
    wayOut: 'Ask for `auto`, or for one of the tiers that the message names; use a browser of 2023 or later.',
  },
  'life/start-worker': {
    thrown: 'LifeStartError',
    means: "The world's worker did not start: its script is missing, is no JavaScript, or is refused by a policy.",
    wayOut: "Serve the package's worker scripts as JavaScript, and allow them in the CSP (`worker-src 'self'`).",
  },
  'life/start-wasm': {
    thrown: 'LifeStartError',
    means: 'A .wasm file of the life system is missing, truncated, late, or refused by a policy.',
    wayOut: "Serve it at the address that the message names, or name another by `configure({ wasmUrl })`; allow `'wasm-unsafe-eval'`.",
  },
  'life/start-layout': {
    thrown: 'LifeStartError',
    means: 'Page, worker and .wasm file are of different builds.',
    wayOut: 'Serve all files of one build, and empty the cache.',
  },
  'life/start-memory': {
    thrown: 'LifeStartError',
    means: 'The browser refused the memory that the world needs.',
    wayOut: 'Found a smaller world: lower `entities` or `maxEntities`.',
  },
  'life/start-founding': {
    thrown: 'LifeStartError',
    means: 'The engine refused what the world was to be founded with, or took too long for it.',
    wayOut: 'Change what the message names.',
  },
  'life/start-threads': {
    thrown: 'LifeStartError',
    means: "The threads of a world of the tier `threads` or `js-workers` did not start beside the world's worker.",
    wayOut: 'Serve their scripts as JavaScript, with COEP, and allow them in the CSP.',
  },
  'life/option': {
    thrown: 'LifeOptionError',
    means: 'A setting of a world does not exist, or its value is out of range.',
    wayOut: 'Give a value of the range that the message names (`option`, `value`, `range`).',
  },
  'life/command': {
    thrown: 'LifeCommandError',
    means: 'The engine refused what a running world was asked for.',
    wayOut: 'Change what the message names.',
  },
  'life/snapshot': {
    thrown: 'LifeSnapshotError',
    means: 'The bytes are no snapshot of a world, or a damaged one, or one of another version.',
    wayOut: 'Load what `save()` gave, whole.',
  },
  'life/fault': {
    thrown: 'LifeFaultError',
    means: 'The engine or its worker failed in a running world, and could not be recovered.',
    wayOut: 'Destroy the world and create a new one, from the last snapshot if there is one.',
  },
  'life/timeout': {
    thrown: 'LifeTimeoutError',
    means: "The world's worker did not answer in time.",
    wayOut: 'Ask again; found a smaller world where it happens often.',
  },
  'life/destroyed': {
    thrown: 'LifeDestroyedError',
    means: 'The world was destroyed before the call could be answered.',
    wayOut: 'Create another world with `createLife`.',
  },
  'meteor/start-tier': {
    thrown: 'MeteorStartError',
    means: 'The tier that was asked for, or every tier, can not run a shower here.',
    wayOut: 'Ask for `auto`, or for the tier that the message names.',
  },
  'meteor/start-worker': {
    thrown: 'MeteorStartError',
    means: "The show's worker did not start: its script is missing, is no JavaScript, or is refused by a policy.",
    wayOut: 'Serve the package\'s worker scripts as JavaScript, and allow them in the CSP, or set `thread="page"`.',
  },
  'meteor/start-wasm': {
    thrown: 'MeteorStartError',
    means: 'The .wasm file or the JavaScript kernel of the meteor system is missing, truncated, late, or refused by a policy.',
    wayOut: "Serve all files of the package, or name another address by `configure({ wasmUrl })`; allow `'wasm-unsafe-eval'`.",
  },
  'meteor/start-layout': {
    thrown: 'MeteorStartError',
    means: 'Page, worker, .wasm file and saved shower are of different builds.',
    wayOut: 'Serve all files of one build, and empty the cache.',
  },
  'meteor/start-memory': {
    thrown: 'MeteorStartError',
    means: 'The memory that the shower needs was refused.',
    wayOut: 'Ask for fewer meteors, fewer stars and less debris.',
  },
  'meteor/option': {
    thrown: 'MeteorOptionError',
    means: 'A setting of a shower does not exist, or its value is out of range.',
    wayOut: 'Give a value of the range that the message names (`option`, `value`, `range`).',
  },
  'meteor/timeout': {
    thrown: 'MeteorTimeoutError',
    means: "The show's thread did not answer in time.",
    wayOut: 'Ask again.',
  },
  'meteor/absent': {
    thrown: 'MeteorAbsentError',
    means: 'What needs a shower was asked for where there is none yet.',
    wayOut: "Wait for the element's `ready` event.",
  },
  'meteor/destroyed': {
    thrown: 'MeteorDestroyedError',
    means: 'The shower was destroyed before the call could be answered.',
    wayOut: 'Create another shower.',
  },
  'scene/start-tier': {
    thrown: 'SceneStartError',
    means: 'The tier that was asked for, or every tier, can not run a scene here.',
    wayOut: 'Ask for `auto`, or for the tier that the message names.',
  },
  'scene/start-worker': {
    thrown: 'SceneStartError',
    means: "The scene's worker or the script's did not start: its file is missing, is no JavaScript, or is refused by a policy.",
    wayOut: "Serve the package's worker scripts as JavaScript, and allow them in the CSP (`worker-src 'self'`).",
  },
  'scene/start-wasm': {
    thrown: 'SceneStartError',
    means: 'The .wasm file of the scene system is missing, truncated, late, or refused by a policy.',
    wayOut: "Serve all files of the package, or name another address by `configure({ wasmUrl })`; allow `'wasm-unsafe-eval'`.",
  },
  'scene/start-layout': {
    thrown: 'SceneStartError',
    means: 'Page, worker and .wasm file are of different builds.',
    wayOut: 'Serve all files of one build, and empty the cache.',
  },
  'scene/start-memory': {
    thrown: 'SceneStartError',
    means: 'The memory that the scene needs was refused.',
    wayOut: 'Lower `maxMeshes`, `maxTextures` or `maxLights`, or close other pages.',
  },
  'scene/option': {
    thrown: 'SceneOptionError',
    means: 'A setting of a scene, or of what is in it, does not exist, or its value is out of range.',
    wayOut: 'Give a value of the range that the message names (`option`, `value`, `range`).',
  },
  'scene/timeout': {
    thrown: 'SceneTimeoutError',
    means: "The scene's thread, or its script's, did not answer in time.",
    wayOut: 'Ask again; let the script do less in an update where it happens often.',
  },
  'scene/destroyed': {
    thrown: 'SceneDestroyedError',
    means: 'The scene was destroyed, or its script was ended, before the call could be answered.',
    wayOut: 'Create another scene, or call again once the script runs.',
  },
  'scene/fault': {
    thrown: 'SceneFaultError',
    means: 'The engine, its renderer or the thread of a scene failed, and nothing takes its place any more.',
    wayOut: 'Create another scene; where a renderer failed, give the scene another canvas by `takeCanvas`.',
  },
  'scene/overflow': {
    thrown: 'SceneOverflowError',
    means: 'A script gave more commands than may wait for the engine.',
    wayOut: 'Give fewer commands in an update, or move many entities by one command.',
  },
  'scene/script': {
    thrown: 'SceneScriptError',
    means: 'The script of a scene threw, rejected a promise, or could not be loaded. The picture goes on.',
    wayOut: 'Mend the script where the message says (`file`, `line`, `column`, `trace`).',
  },
  'scene/mesh': {
    thrown: 'SceneMeshError',
    means: 'The data of a mesh, or an OBJ file, is not what a mesh can be made of.',
    wayOut: 'Change what the message names.',
  },
  'scene/refused': {
    thrown: 'SceneRefusedError',
    means: 'The engine did not carry out a command of a script; what came after it was.',
    wayOut: 'Do what the message says (`op`, `refusal`, `id`, `value`).',
  },
  'scene/load': {
    thrown: 'SceneLoadError',
    means: 'A texture, a model or another file of a scene could not be loaded.',
    wayOut: 'Check the address, and that its server lets the page have the file.',
  },
  'state/start': {
    thrown: 'StateStartError',
    means: "The state store's WebAssembly engine did not start.",
    wayOut: 'Do what the message says, or use the engine in JavaScript, which needs no start.',
  },
  'state/change': {
    thrown: 'StateChangeError',
    means: 'A batch, a path or a value is one that the store can not take; nothing of the batch is done.',
    wayOut: 'Change what the message names.',
  },
  'state/registration': {
    thrown: 'StateRegistrationError',
    means: 'A registration is refused; nothing of it is done.',
    wayOut: 'Change what the message names.',
  },
  'state/callback': {
    thrown: 'StateCallbackError',
    means: 'A listener, a subscriber or a setter threw; the batch that it threw in is complete.',
    wayOut: 'Mend what threw: it is the `cause`.',
  },
  'state/ended': {
    thrown: 'StateEndedError',
    means: 'The store has ended: its engine failed, its memory could not grow, or it was destroyed.',
    wayOut: 'Create another store.',
  },
  'page/configuration': {
    thrown: 'ConfigurationError',
    means: 'A part of what `configure` was given is refused, or it came too late.',
    wayOut: 'Correct the part, and call `configure` in the script that imports the element, before any `await`.',
  },
  'threads/fault': {
    thrown: 'WorkerFault',
    means: 'A tick of a world on several threads did not end. A world in a page recovers from it by itself.',
    wayOut: 'Nothing to do in a page; in Node found the world again, from a snapshot if there is one.',
  },
  'cli/usage': {
    thrown: 'UsageError',
    means: 'The arguments of the command `skyflock` are wrong.',
    wayOut: 'Change what the message names; `skyflock run --help` lists all flags.',
  },
  'cli/output': {
    thrown: 'OutputError',
    means: 'The command could not write on: a disk is full, or a pipe is broken.',
    wayOut: 'Write somewhere else.',
  },
  'cli/script': {
    thrown: 'ScriptRunError',
    means: "The script of `skyflock script` can't be loaded, or it does not come to an end within its budget.",
    wayOut: 'Mend what the message names, or give a larger --budget.',
  },
} satisfies Record<string, Entry>;

/** What `code` of an error can be. */
export type ErrorCode = keyof typeof ERROR_CODES;
