/** The `skyflock` command: exit code 0 when all went well, 1 for a fault, 2 for wrong arguments. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { describe } from '../engine/describe.js';
import { detectFeatures } from '../engine/features.js';
import { log, setLogLevel } from '../engine/log.js';
import { chooseTier } from '../engine/tier.js';
import { loadKernel, loadPartitionedKernel } from '../kernels/life-node.js';
import { loadMeteorKernel } from '../kernels/meteor-node.js';
import { beginningOf } from '../life/page/beginning.js';
import { pressureWords } from '../life/page/memory-pressure.js';
import { LifeError, refuseLifeTier } from '../life/shared/errors.js';
import type { LifeKernel } from '../life/shared/kernel.js';
import type { LoggedCommand } from '../life/shared/messages.js';
import { readRecording } from '../life/shared/recording.js';
import { readOptions } from '../life/shared/settings.js';
import type { Recording } from '../life/shared/types.js';
import type { PartitionedKernel } from '../life/wasm/partitioned-kernel.js';
import { MeteorError } from '../meteor/shared/meteor-error.js';
import { presetNamed } from '../meteor/shared/settings.js';
import { parseRunArguments, type RunArguments, USAGE } from './args.js';
import { type CriticalPath, CriticalPathMeter } from './critical-path.js';
import { csvHead, csvLine } from './csv.js';
import { UsageError } from './flags.js';
import { LOG_USAGE, logLevelOf } from './log-level.js';
import { measureMesh, meshSummary } from './mesh.js';
import { MESH_USAGE, type MeshArguments, parseMeshArguments } from './mesh-args.js';
import { runShower, showerSummary } from './meteor.js';
import { METEOR_USAGE, type MeteorArguments, parseMeteorArguments } from './meteor-args.js';
import { OutputError, OutputFile, ReaderGone } from './outputs.js';
import { ProgressBar } from './progress.js';
import { type RunResult, runWorld } from './run.js';
import { runScript, ScriptRunError, scriptSummary } from './script.js';
import { parseScriptArguments, SCRIPT_USAGE, type ScriptArguments } from './script-args.js';

/** Ticks that run where nothing says how many. */
const USUAL_TICKS = 600;

const COMMANDS = "there are 'run', 'meteor', 'mesh' and 'script'";
const USAGES: ReadonlyMap<string, string> = new Map([
  ['run', USAGE],
  ['meteor', METEOR_USAGE],
  ['mesh', MESH_USAGE],
  ['script', SCRIPT_USAGE],
]);

/** Runs the command with the arguments that follow its name; gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    setLogLevel(logLevelOf(process.env));
    const [command, ...rest] = args;
    if (command === undefined) throw new UsageError(`a command is missing; ${COMMANDS} (skyflock run --help)`);
    if (command === '--help' || command === 'help') {
      process.stdout.write([...USAGES.values(), LOG_USAGE].join('\n'));
      return 0;
    }
    const usage = USAGES.get(command);
    if (usage === undefined) throw new UsageError(`unknown command '${command}'; ${COMMANDS}`);
    if (rest.includes('--help')) {
      process.stdout.write(`${usage}\n${LOG_USAGE}`);
      return 0;
    }
    if (command === 'mesh') return mesh(parseMeshArguments(rest));
    if (command === 'script') return await script(parseScriptArguments(rest));
    return command === 'run' ? await run(parseRunArguments(rest)) : await meteor(parseMeteorArguments(rest));
  } catch (error) {
    if (error instanceof ReaderGone) return 0;
    if (error instanceof OutputError || error instanceof ScriptRunError) {
      process.stderr.write(`skyflock: ${error.message}\n`);
      return 1;
    }
    if (!(error instanceof UsageError) && !(error instanceof LifeError) && !(error instanceof MeteorError)) throw error;
    process.stderr.write(`skyflock: ${describe(error).replaceAll('\n', ' ')}\n`);
    return 2;
  }
}

async function run(options: RunArguments): Promise<number> {
  // Node has workers and shares memory with them, whatever it says of workers and isolation of a page.
  const features = { ...detectFeatures(), workers: true, isolated: true };
  const wanted = options.tier === 'auto' && (options.workers === 1 || options.criticalPath) ? 'wasm' : options.tier;
  const { tier, refused } = chooseTier(wanted, features, refuseLifeTier);
  for (const { tier: better, reason } of refused) log('info', `skyflock: tier '${better}' is out: ${reason}`);
  const snapshot = options.snapshotIn === null ? undefined : new Uint8Array(readInput('--snapshot-in', options.snapshotIn));
  const replay = options.replay === null ? undefined : readReplay(options.replay);
  const { scene } = options;
  const own = snapshot !== undefined || replay !== undefined ? {} : { options: options.options, ...(scene && { scene }) };
  const { request, resume } = beginningOf({ ...own, ...(snapshot && { snapshot }), ...(replay && { replay }) });
  const csv = options.csv === null ? null : new OutputFile('--csv', options.csv);
  const out = options.snapshotOut === null ? null : new OutputFile('--snapshot-out', options.snapshotOut);
  const parted = options.criticalPath ? await loadPartitionedKernel(request, options.workers, options.strategy) : null;
  const meter = parted === null ? null : new CriticalPathMeter(options.workers, await loadPartitionedKernel(request, 1));
  const kernel = parted ?? (await loadKernel(tier, request, options.workers, {}, resume?.snapshot ?? null, options.strategy));
  try {
    return await runKernel(kernel, options, { parted, meter, csv, out, replay, commands: resume?.commands ?? [] });
  } finally {
    // Threads would keep the command from ending.
    kernel.destroy();
  }
}

/** What a run is given besides its kernel. */
interface RunMeans {
  /** The kernel, when its critical path is measured. */
  readonly parted: PartitionedKernel | null;
  readonly meter: CriticalPathMeter | null;
  /** Open files, or null where none are written. */
  readonly csv: OutputFile | null;
  readonly out: OutputFile | null;
  readonly replay: Recording | undefined;
  readonly commands: readonly LoggedCommand[];
}

async function runKernel(kernel: LifeKernel, options: RunArguments, means: RunMeans): Promise<number> {
  const { parted, meter, csv, out, replay, commands } = means;
  const { founding, memoryPressure } = kernel;
  if (memoryPressure != null) log('warn', pressureWords(memoryPressure));
  log('info', `skyflock: scene '${founding.scene}' runs in tier '${kernel.tier}', ${kernel.workers} at a time`);
  log('debug', `skyflock: ${founding.columns} x ${founding.rows} cells, room for ${founding.capacity} animals, ${founding.memoryBytes} B`);
  const names = founding.tribes.map((tribe) => tribe.name);
  const ticks = options.ticks ?? (replay === undefined ? USUAL_TICKS : Math.max(0, replay.ticks - kernel.tick));
  const bar = new ProgressBar(process.stderr, ticks, performance.now());
  const named = readOptions(founding.options);
  csv?.write(`${csvHead(names)}\n`);
  const result = await runWorld(
    kernel,
    { seed: named.seed, entities: named.entities, ticks, every: options.every, commands },
    {
      tick: (done, world) => {
        if (parted !== null) meter?.follow(parted);
        bar.update(done, performance.now(), `${world.population} alive`);
      },
      record: (record) => {
        csv?.write(`${csvLine(record, names)}\n`);
      },
      fault: (reason) => {
        bar.finish();
        process.stderr.write(`skyflock: ${reason}\n`);
      },
    },
  ).finally(() => bar.finish());
  csv?.close();
  if (result.faults === 0) out?.write(new Uint8Array(kernel.save()));
  out?.close();
  if (replay !== undefined && kernel.tick === replay.ticks && result.hash !== replay.hash) {
    process.stderr.write(`skyflock: the recording has hash ${replay.hash} after tick ${replay.ticks}, this run ${result.hash}\n`);
    return tell({ ...result, faults: result.faults + 1 }, options);
  }
  if (result.faults > 0 || meter === null) return tell(result, options);
  if (meter.hash !== result.hash) {
    process.stderr.write(`skyflock: ${options.workers} partitions come to hash ${result.hash}, one to ${meter.hash}\n`);
    return tell({ ...result, faults: 1 }, options);
  }
  return tell({ ...result, criticalPath: meter.result }, options);
}

async function meteor({ preset, seed, frames, tier, json }: MeteorArguments): Promise<number> {
  const kernel = await loadMeteorKernel(tier, { ...presetNamed(preset).options, seed });
  const bar = new ProgressBar(process.stderr, frames, performance.now());
  const result = runShower(kernel, { preset, seed, frames }, (done) =>
    bar.update(done, performance.now(), `${kernel.renderData.particleCount} particles`),
  );
  bar.finish();
  kernel.destroy();
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : showerSummary(result));
  return 0;
}

function mesh({ file, json }: MeshArguments): number {
  const result = measureMesh(file);
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : meshSummary(file, result));
  return 0;
}

async function script(options: ScriptArguments): Promise<number> {
  const bar = new ProgressBar(process.stderr, options.frames, performance.now());
  const { result, recorded } = await runScript(options, {
    progress: (done, entities) => bar.update(done, performance.now(), `${entities} entities`),
    firstError: (message) => {
      bar.finish();
      process.stderr.write(`skyflock: ${message}\n`);
    },
  }).finally(() => bar.finish());
  const isSame = recorded === null || recorded === result.hash;
  if (!isSame) process.stderr.write(`skyflock: the recording has hash ${recorded}, this run ${result.hash}\n`);
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : scriptSummary(result, recorded));
  return isSame ? 0 : 1;
}

/** Prints the result; gives the exit code. */
function tell(result: RunResult, { json }: RunArguments): number {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : summary(result));
  return result.faults === 0 ? 0 : 1;
}

function readInput(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${flag} ${path} can't be read: ${describe(error)}`);
  }
}

function readReplay(path: string): Recording {
  const text = readInput('--replay', path).toString();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--replay ${path} is no recording: ${describe(error)}`);
  }
  return readRecording(json);
}

function summary(result: RunResult): string {
  const { population, deaths, msPerTick } = result;
  const tribes = Object.entries(population.byTribe).map(([name, count]) => `${name} ${count}`);
  return [
    `${result.scene}, seed ${result.seed}, ${result.entities} animals, ${result.ticks} ticks on '${result.tier}'`,
    `hash        ${result.hash}`,
    `alive       ${population.total}: ${tribes.join(', ')}`,
    `births      ${result.births}`,
    `deaths      ${deaths.starved} starved, ${deaths.killed} killed, ${deaths.old} of age`,
    `ms a tick   ${msPerTick.median} median, ${msPerTick.p95} at 95 %`,
    `memory      ${(result.memoryBytes / 2 ** 20).toFixed(1)} MiB`,
    ...(result.criticalPath === undefined ? [] : [pathLine(result.criticalPath)]),
    '',
  ].join('\n');
}

function pathLine({ workers, msPerTick, oneWorkerMsPerTick, ratio }: CriticalPath): string {
  return `path        ${msPerTick} ms a tick on ${workers} workers at best, ${oneWorkerMsPerTick} on one: ratio ${ratio}`;
}
