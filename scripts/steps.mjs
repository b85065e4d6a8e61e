// What the scripts share: progress lines, commands with a deadline, and stamps that tell whether a
// step's inputs changed since it last succeeded.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Everything that is built, but for the package. */
export const BUILD = join(ROOT, 'build');
const LOGS = join(BUILD, 'logs');

/** Milliseconds that children get to end by themselves when the script is told to end. */
const GRACE_MS = 2000;

/** What sends a signal to each child that runs now. */
const kills = new Set();
let ending = false;

function endWithChildren(code) {
  if (ending) return;
  ending = true;
  for (const kill of kills) kill('SIGTERM');
  const begin = Date.now();
  setInterval(() => {
    if (kills.size > 0 && Date.now() - begin < GRACE_MS) return;
    for (const kill of kills) kill('SIGKILL');
    process.exit(code);
  }, 20);
}

/** Holds up what comes after a child that a signal ended, until the script itself ends. */
async function unlessEnding() {
  if (ending) await new Promise(() => {});
}

let watchesSignals = false;

/**
 * Ends a child, or its whole group, when the script is ended. Children lead groups of their own, so that
 * a deadline ends whole trees; Ctrl-C and a closed terminal don't reach those by themselves.
 */
function passSignals(child, group) {
  if (!watchesSignals) {
    watchesSignals = true;
    for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
      process.on(signal, () => endWithChildren(code));
    }
  }
  const kill = (signal) => {
    try {
      process.kill(group ? -child.pid : child.pid, signal);
    } catch {
      // It ended already.
    }
  };
  if (child.pid !== undefined) kills.add(kill);
  child.on('close', () => kills.delete(kill));
  return kill;
}

/** An error whose message is all that the user needs to see. */
export class PlainError extends Error {}

/** Progress goes to stderr, so that a program's own output stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a command to its end. Its output goes to build/logs/<name>.log, and to stderr as well when it
 * fails or when `show` is set. An AbortSignal ends it early.
 *
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function run(
  name,
  command,
  args,
  { deadline = 600, env = {}, cwd = ROOT, show = false, mayFail = false, signal = null } = {},
) {
  await unlessEnding();
  mkdirSync(LOGS, { recursive: true });
  const file = join(LOGS, `${name.replaceAll(/[^\w.-]+/g, '-')}.log`);
  const log = createWriteStream(file);
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const kill = passSignals(child, true);
  let output = '';
  const take = (chunk) => {
    output += chunk;
    log.write(chunk);
    if (show) process.stderr.write(chunk);
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill('SIGKILL');
  }, deadline * 1000);
  signal?.addEventListener('abort', () => kill('SIGKILL'), { once: true });
  const code = await new Promise((done) => {
    child.on('error', (error) => {
      output += `${error.message}\n`;
      done(127);
    });
    child.on('close', (status) => done(status ?? 1));
  });
  clearTimeout(timer);
  log.end();
  await unlessEnding();
  if (code !== 0 && !mayFail) {
    if (!show) process.stderr.write(output.slice(-12000));
    const why = late ? `did not end within ${deadline} s` : `ended with ${code}`;
    throw new PlainError(`${name}: '${command}' ${why}; all it printed is in build/logs/${name}.log`);
  }
  return { code: late ? 124 : code, output };
}

/**
 * Runs a Node program that has the terminal for itself, until it ends by itself.
 *
 * @returns {Promise<number>} its exit code
 */
export async function runInFront(script, args, cwd = process.cwd()) {
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit', cwd });
  passSignals(child, false);
  const code = await new Promise((done) => child.on('close', (status) => done(status ?? 1)));
  await unlessEnding();
  return code;
}

/** Does something that takes a while, between a line that names it and one that says how long it took. */
export async function step(title, action) {
  const begin = Date.now();
  say(`- ${title} ...`);
  const result = await action();
  say(`  ${title}: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  return result;
}

function addToHash(hash, path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    hash.update(path).update(readFileSync(path));
    return;
  }
  for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name));
}

/**
 * Waits for a promise, but not for ever.
 *
 * @template T
 * @param {number} seconds
 * @param {string} what names it in the refusal
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function within(seconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new PlainError(`${what} did not end within ${seconds} s.`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A hash over files and folders (relative to the root) and over further texts. */
export function hashOf(paths, ...texts) {
  const hash = createHash('sha256');
  for (const path of paths) addToHash(hash, join(ROOT, path));
  for (const text of texts) hash.update(text);
  return hash.digest('hex');
}

/**
 * Does something unless it was done already for the same inputs and its outputs are still there.
 * The stamp is written last, so that an interrupted step is done again.
 */
export async function whenChanged(name, { inputs, outputs, also = '' }, action) {
  const stamp = join(BUILD, 'stamps', name);
  const now = hashOf(inputs, also);
  const there = outputs.every((path) => existsSync(join(ROOT, path)));
  if (there && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return false;
  rmSync(stamp, { force: true });
  await action();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
  return true;
}

/** Runs a script's main function; a failure is one line, and an exit code. */
export async function main(action) {
  try {
    process.exitCode = (await action()) ?? 0;
  } catch (error) {
    say(error instanceof PlainError ? error.message : (error.stack ?? String(error)));
    process.exitCode = 1;
  }
}
