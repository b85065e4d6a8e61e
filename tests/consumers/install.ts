/** A consumer's folder, as it would be on a user's machine: outside of this repository, with its tool and the packed package. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT, run } from '../../scripts/steps.mjs';

/** The packed package that is tried; scripts/consumers.mjs packs one where none is named. */
export function tarball(): string {
  const path = process.env.SKYFLOCK_TARBALL;
  if (path === undefined || !existsSync(path)) {
    throw new Error(
      `SKYFLOCK_TARBALL is '${path}', which is no file: run these tests by 'node scripts/consumers.mjs [tool...]', which packs one`,
    );
  }
  return path;
}

/** What the running test runner and npm say of themselves would change what tools do: none of it goes on to them. */
const OURS =
  /^(NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|DEV|PROD|MODE|BASE_URL|SSR|INIT_CWD|npm_(package|lifecycle)_.*|npm_config_(local_)?prefix)$/;

/** The environment of a tool that runs in this folder. */
export function environment(folder: string): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(Object.keys(process.env).map((name) => [name, OURS.test(name) ? undefined : process.env[name]])),
    PATH: `${join(folder, 'node_modules/.bin')}:${process.env.PATH}`,
    // Some tools set the other of the two themselves, and others warn of both.
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
    CI: undefined,
    BROWSER: 'none',
    // No tool asks other hosts for anything but packages.
    DO_NOT_TRACK: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    NUXT_TELEMETRY_DISABLED: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    NG_CLI_ANALYTICS: 'false',
    YARN_ENABLE_TELEMETRY: '0',
    DENO_NO_UPDATE_CHECK: '1',
  };
}

/**
 * Runs a shell's command line in a consumer's folder.
 *
 * @param deadline in seconds
 */
export async function inFolder(folder: string, name: string, line: string, deadline: number): Promise<{ code: number; output: string }> {
  const ended = await run(`consumer-${name}`, '/bin/sh', ['-c', line], { cwd: folder, env: environment(folder), deadline, mayFail: true });
  return { ...ended, output: stripVTControlCharacters(ended.output) };
}

/** As `inFolder`, but throws, with all that was printed, when the command fails. @returns what it printed */
export async function mustRun(folder: string, name: string, line: string, deadline: number): Promise<string> {
  const { code, output } = await inFolder(folder, name, line, deadline);
  if (code === 0) return output;
  throw new Error(`'${line}' ${code === 124 ? `did not end within ${deadline} s` : `ended with ${code}`}:\n${output}`);
}

/** Seconds an installation may take, on a slow line. */
export const INSTALL_DEADLINE = 300;

/** Copies a consumer's committed files into a temporary folder. */
export function copyOf(tool: string): string {
  const folder = mkdtempSync(join(tmpdir(), `skyflock-${tool}-`));
  cpSync(join(ROOT, 'tests/consumers', tool), folder, { recursive: true });
  return folder;
}

/**
 * Unpacks the package where npm would put it. Its tarball is another one after each build, so it can't stand in a lock file;
 * it depends on nothing, so nothing else is to be installed.
 */
export function unpackInto(folder: string): void {
  const place = join(folder, 'node_modules/skyflock');
  mkdirSync(place, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['xzf', tarball(), '-C', place, '--strip-components=1'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tarball()} can't be unpacked: ${stderr}`);
}

/** `npm ci` in a folder: what its lock file says, from the cache where it is there. */
export async function installLocked(folder: string, name: string): Promise<void> {
  await mustRun(folder, `${name}-install`, 'npm ci --prefer-offline --no-audit --no-fund --loglevel=error', INSTALL_DEADLINE);
}

/** A copy of a consumer with its locked tools and the package. @returns the folder */
export async function install(tool: string): Promise<string> {
  const folder = copyOf(tool);
  await installLocked(folder, tool);
  unpackInto(folder);
  return folder;
}

/** Takes a consumer's folder away again, unless SKYFLOCK_KEEP asks to keep it for a look. */
export function remove(folder: string): void {
  if (process.env.SKYFLOCK_KEEP === undefined) rmSync(folder, { recursive: true, force: true });
  else console.info(`kept: ${folder}`);
}
