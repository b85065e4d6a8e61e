/** Commands from their records: the twin of src/scene/decode.cpp. Whatever a record says, nothing breaks. */
import {
  BeginMesh,
  EndMesh,
  EndUpdate,
  EntityCommand,
  MakeMesh,
  MeshData,
  MeshPart,
  MOST_MORE,
  MOST_PICKS,
  MOST_WORK,
  NONE,
  PickCommand,
  RECORD_WORDS,
  RefusalKind,
  SceneHeader,
  SceneOp,
  SetList,
  SetParent,
  SetRun,
  TextureCommand,
  VERTEX_WORDS,
} from '../../generated/scene-layout.js';
import { type CommandAt, fieldsOf, hasNumbers, wordOf } from './command.js';
import { NO_HIT, tellPicked } from './draw.js';
import { runWords } from './entity-runs.js';
import { type Outcome, refusal } from './outcome.js';
import { publish } from './publish.js';
import type { SceneState } from './scene-state.js';

const COMMANDS = SceneHeader.commands / 4;

/** By SceneOp: the second word says something else than how many records continue the command. */
const HAS_OWN_SECOND_WORD = opTable(
  ...[SceneOp.create, SceneOp.update, SceneOp.destroy, SceneOp.makeLight, SceneOp.updateLight, SceneOp.destroyLight],
);
/** By SceneOp: continuation records may follow. */
const MAY_CONTINUE = opTable(SceneOp.setRun, SceneOp.setList, SceneOp.destroyList, SceneOp.meshPart);

function opTable(...ops: readonly SceneOp[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const op of ops) table[op] = 1;
  return table;
}

/** Records that hold so many words. */
const recordsOf = (words: number): number => Math.ceil(words / RECORD_WORDS);
const malformed = (detail: number): Outcome => refusal(RefusalKind.malformed, detail);

/** Carries out the first of `count` records of the inbox; see `Scene.decode`. */
export function decode(scene: SceneState, count: number): number {
  const { words, floats } = scene.inbox;
  const { header } = scene;
  const command: CommandAt = { words, floats, at: 0 };
  let work = 0;
  let at = 0;
  while (at < count && work < MOST_WORK) {
    const first = at * RECORD_WORDS;
    const op = (words[first] as number) & 0xff;
    const more = HAS_OWN_SECOND_WORD[op] === 1 ? 0 : (words[first + 1] as number);
    command.at = first;
    if (more > MOST_MORE) {
      // Nobody knows where the next command is; it is looked for in the next record.
      header[COMMANDS] = (header[COMMANDS] as number) + 1;
      refuse(scene, op, malformed(more));
      at++;
      continue;
    }
    if (more > count - at - 1) break;
    header[COMMANDS] = (header[COMMANDS] as number) + 1;
    at += 1 + more;
    if (op < SceneOp.endUpdate || op > SceneOp.pick) refuse(scene, op, refusal(RefusalKind.unknownOp, op));
    else if (more !== 0 && MAY_CONTINUE[op] === 0) refuse(scene, op, malformed(more));
    else if (op === SceneOp.endUpdate) {
      publish(scene, wordOf(command, EndUpdate.update));
      break;
    } else work += carryOut(scene, op, command, more);
  }
  return at;
}

/** @returns the work that is not bounded by the command's size, in steps of some nanoseconds */
function carryOut(scene: SceneState, op: number, command: CommandAt, more: number): number {
  switch (op) {
    case SceneOp.create:
    case SceneOp.update:
    case SceneOp.destroy:
      runEntity(scene, op, command);
      return 0;
    case SceneOp.setParent:
      return runSetParent(scene, command);
    case SceneOp.setRun:
      runSetRun(scene, command, more);
      return 0;
    case SceneOp.setList:
    case SceneOp.destroyList:
      runList(scene, op, command, more);
      return 0;
    case SceneOp.meshPart:
      refuse(scene, op, runMeshPart(scene, command, more));
      return 0;
    case SceneOp.makeMesh:
      return runMakeMesh(scene, command);
    case SceneOp.beginMesh:
      refuse(scene, op, runBeginMesh(scene, command));
      return 0;
    case SceneOp.endMesh:
      return runEndMesh(scene, command);
    case SceneOp.releaseMesh:
      refuse(scene, op, scene.meshes.release(wordOf(command, EndMesh.mesh)));
      return 0;
    case SceneOp.makeTexture:
      refuse(scene, op, scene.textures.make(command.words, command.at));
      return 0;
    case SceneOp.releaseTexture:
      return runReleaseTexture(scene, command);
    case SceneOp.pick:
      refuse(scene, op, runPick(scene, command));
      return 0;
    case SceneOp.reset:
      return runReset(scene);
    default:
      refuse(scene, op, runView(scene, op, command));
      return 0;
  }
}

/** Tells of it if it was refused. */
function refuse({ outbox }: SceneState, op: number, outcome: Outcome, index: number = NONE, generation = 0): void {
  if (outcome !== null) outbox.refuse(op, outcome.kind, index, generation, outcome.detail);
}

function runEntity(scene: SceneState, op: number, command: CommandAt): void {
  const { entities } = scene;
  const outcome =
    op === SceneOp.create ? entities.create(command) : op === SceneOp.update ? entities.update(command) : entities.destroy(command);
  if (outcome === null) return;
  refuse(scene, op, outcome, wordOf(command, EntityCommand.index), wordOf(command, EntityCommand.generation));
}

function runSetParent(scene: SceneState, command: CommandAt): number {
  const { entities } = scene;
  const { steps } = entities;
  const index = wordOf(command, SetParent.index);
  const generation = wordOf(command, SetParent.generation);
  const isEntity = entities.memory.isAlive(index, generation);
  const outcome = entities.setParent(command);
  if (isEntity && outcome?.kind === RefusalKind.staleEntity) {
    // Of two entities, the one that has ended is named.
    refuse(scene, SceneOp.setParent, outcome, wordOf(command, SetParent.parentIndex), wordOf(command, SetParent.parentGeneration));
  } else refuse(scene, SceneOp.setParent, outcome, index, generation);
  return (entities.steps - steps) * 2;
}

function runSetRun(scene: SceneState, command: CommandAt, more: number): void {
  const field = fieldsOf(wordOf(command, SetRun.head));
  const first = wordOf(command, SetRun.first);
  const generation = wordOf(command, SetRun.generation);
  const count = wordOf(command, SetRun.count);
  const words = runWords(field);
  if (words === 0) refuse(scene, SceneOp.setRun, malformed(field), first, generation);
  else if (recordsOf(count * words) !== more) refuse(scene, SceneOp.setRun, malformed(more), first, generation);
  else {
    const values = { words: command.words, floats: command.floats, at: command.at + RECORD_WORDS };
    scene.entities.setRun(field, first, generation, count, values);
  }
}

function runList(scene: SceneState, op: number, command: CommandAt, more: number): void {
  const field = fieldsOf(wordOf(command, SetList.head));
  const count = wordOf(command, SetList.count);
  const isSet = op === SceneOp.setList;
  const words = isSet ? runWords(field) : 0;
  const isField = isSet ? words !== 0 : field === 0;
  const idRecords = recordsOf(count);
  const slots = command.at + RECORD_WORDS;
  const generations = slots + idRecords * RECORD_WORDS;
  if (!isField) refuse(scene, op, malformed(field));
  else if (idRecords * 2 + recordsOf(count * words) !== more) refuse(scene, op, malformed(more));
  else if (isSet) {
    const values = { words: command.words, floats: command.floats, at: generations + idRecords * RECORD_WORDS };
    scene.entities.setList(field, count, slots, generations, values);
  } else scene.entities.destroyList(count, command.words, slots, generations);
}

function runMeshPart({ meshes }: SceneState, command: CommandAt, more: number): Outcome {
  const data = (wordOf(command, MeshPart.head) >>> 8) & 0xff;
  const count = wordOf(command, MeshPart.count);
  if (recordsOf(count * (data === MeshData.vertices ? VERTEX_WORDS : 1)) !== more) return malformed(more);
  const first = wordOf(command, MeshPart.first);
  return meshes.part(wordOf(command, MeshPart.mesh), data, first, count, command.words, command.at + RECORD_WORDS);
}

function runMakeMesh(scene: SceneState, command: CommandAt): number {
  const { meshes } = scene;
  const vertices = meshes.vertexCount;
  const kind = (wordOf(command, MakeMesh.head) >>> 8) & 0xff;
  refuse(scene, SceneOp.makeMesh, meshes.make(wordOf(command, MakeMesh.mesh), kind, command.floats, command.at + MakeMesh.parameters / 4));
  return (meshes.vertexCount - vertices) * 4;
}

function runBeginMesh({ meshes }: SceneState, command: CommandAt): Outcome {
  const mode = (wordOf(command, BeginMesh.head) >>> 8) & 0xff;
  return meshes.beginCustom(wordOf(command, BeginMesh.mesh), mode, wordOf(command, BeginMesh.vertices), wordOf(command, BeginMesh.indices));
}

function runEndMesh(scene: SceneState, command: CommandAt): number {
  const { meshes } = scene;
  const outcome = meshes.endCustom(wordOf(command, EndMesh.mesh));
  refuse(scene, SceneOp.endMesh, outcome);
  // A mesh that is sound is ended once; one that is not may be ended, and looked through, again and again.
  return outcome === null ? 0 : Math.floor(meshes.indexCount / 16);
}

function runReleaseTexture(scene: SceneState, command: CommandAt): number {
  const texture = wordOf(command, TextureCommand.texture);
  const outcome = scene.textures.release(texture);
  refuse(scene, SceneOp.releaseTexture, outcome);
  if (outcome !== null) return 0;
  scene.entities.forgetTexture(texture);
  return Math.floor(scene.entities.memory.slots / 8);
}

function runView({ views }: SceneState, op: number, command: CommandAt): Outcome {
  switch (op) {
    case SceneOp.makeCamera:
      return views.makeCamera(command);
    case SceneOp.updateCamera:
      return views.updateCamera(command);
    case SceneOp.destroyCamera:
      return views.destroyCamera(command);
    case SceneOp.cameraViewport:
      return views.setViewport(command);
    case SceneOp.makeLight:
      return views.makeLight(command);
    case SceneOp.updateLight:
      return views.updateLight(command);
    case SceneOp.destroyLight:
      return views.destroyLight(command);
    default:
      return views.setEnvironment(command);
  }
}

/** A pick has an answer in any case, so that nobody waits for it: where it is refused, that nothing was met. */
function runPick(scene: SceneState, command: CommandAt): Outcome {
  const { picks } = scene;
  let outcome: Outcome = null;
  if (!hasNumbers(command, PickCommand.x, 2)) outcome = refusal(RefusalKind.notFinite);
  else if (picks.length === MOST_PICKS) outcome = refusal(RefusalKind.tooMany, picks.length);
  else picks.push(command.words.slice(command.at, command.at + RECORD_WORDS));
  if (outcome !== null) tellPicked(scene, wordOf(command, PickCommand.request), NO_HIT);
  return outcome;
}

function runReset({ options, entities, meshes, textures, views, picks }: SceneState): number {
  const work = options.maxMeshes + options.maxTextures + Math.floor(entities.memory.slots / 8);
  entities.reset();
  meshes.reset();
  textures.reset();
  views.reset();
  picks.length = 0;
  return work;
}
