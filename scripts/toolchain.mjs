// Finds every tool the project needs, and installs what is missing: npm's packages, Debian's packages,
// and Emscripten, which on an older Debian or Ubuntu comes as a private Debian 13 root that is entered
// with bubblewrap. The root lies in a cache outside the work tree and is shared by all checkouts.

import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { BUILD, PlainError, ROOT, run, say, step } from './steps.mjs';

/** The oldest Emscripten whose output Node and Vite take. */
export const LEAST_EMSCRIPTEN = [3, 1, 69];

/** [major, minor, patch] in what `em++ --version` prints, or null. */
export function parseEmscriptenVersion(text) {
  const match = /\bemcc\b[^\n]*?(\d+)\.(\d+)\.(\d+)/.exec(text);
  return match === null ? null : match.slice(1, 4).map(Number);
}

/** Whether a version is at least another. */
export function isAtLeast(version, least) {
  for (let i = 0; i < least.length; i++) {
    if (version[i] !== least[i]) return version[i] > least[i];
  }
  return true;
}

function onPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)));
}

function osRelease() {
  const path = '/etc/os-release';
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return { id: field('ID'), version: Number.parseFloat(field('VERSION_ID')) || 0, name: field('PRETTY_NAME') || process.platform };
}

let aptIsFresh = false;

/** Installs Debian packages; one sentence says what to do where that can't be done. */
async function installPackages(packages, wanted) {
  const byHand = `install ${wanted} (on Debian: apt-get install ${packages.join(' ')})`;
  if (!onPath('apt-get')) throw new PlainError(`${wanted} is missing and there is no apt-get here; ${byHand}.`);
  if (process.getuid?.() !== 0) throw new PlainError(`${wanted} is missing and only root can install it; ${byHand}.`);
  await step(`installing ${packages.join(', ')}`, async () => {
    if (!aptIsFresh) await run('apt-update', 'apt-get', ['update']);
    aptIsFresh = true;
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-install', 'apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, deadline: 1200 });
  });
}

/** Makes sure that commands are there, each given with the package that brings it. */
export async function needCommands(commands) {
  const missing = Object.entries(commands).filter(([command]) => !onPath(command));
  if (missing.length === 0) return;
  await installPackages([...new Set(missing.map(([, name]) => name))], missing.map(([command]) => command).join(', '));
}

/** Makes sure that a file that a Debian package brings is there. */
export async function needFile(path, packageName, wanted) {
  if (!existsSync(path)) await installPackages([packageName], wanted);
}

/** Makes sure that clang has libFuzzer, which Debian keeps in a package of its own. */
export async function needFuzzer() {
  await needCommands({ 'clang++': 'clang' });
  const { output } = await run('clang-resources', 'clang++', ['-print-resource-dir']);
  const folder = join(output.trim(), 'lib');
  const isThere =
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /libclang_rt\.fuzzer[^/]*\.a$/.test(String(name)));
  if (isThere) return;
  const { output: version } = await run('clang-version', 'clang++', ['-dumpversion']);
  await installPackages([`libclang-rt-${version.trim().split('.')[0]}-dev`], "clang's libFuzzer");
}

/** Whether npm's record of what it installed is what the lock file asks for; null is no record. */
export function isInstalled(lock, installed) {
  if (installed === null) return false;
  const asked = Object.entries(lock.packages).filter(([path]) => path !== '');
  const extra = Object.keys(installed.packages).some((path) => lock.packages[path] === undefined);
  return (
    !extra &&
    asked.every(([path, { version, integrity, optional }]) => {
      const found = installed.packages[path];
      // Packages for other machines stay out, and are marked as optional.
      return found === undefined ? optional === true : found.version === version && found.integrity === integrity;
    })
  );
}

/** node_modules as package-lock.json says. */
export async function needNodeModules() {
  // npm writes its record last, and npm ci removes all of node_modules first.
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  if (isInstalled(lock, existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : null)) return;
  await step('npm ci', () => run('npm-ci', 'npm', ['ci', '--no-audit', '--no-fund']));
}

/** Chromium's path. */
export async function needChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined) {
    if (!existsSync(named)) throw new PlainError(`CHROMIUM_PATH is ${named}, which is not there.`);
    return named;
  }
  await needCommands({ chromium: 'chromium' });
  return '/usr/bin/chromium';
}

/** Firefox's path. */
export async function needFirefox() {
  const named = process.env.FIREFOX_PATH;
  if (named !== undefined) {
    if (!existsSync(named)) throw new PlainError(`FIREFOX_PATH is ${named}, which is not there.`);
    return named;
  }
  // Debian's own; Ubuntu's package of that name is no Firefox that a script can drive.
  await needCommands({ 'firefox-esr': 'firefox-esr' });
  return '/usr/bin/firefox-esr';
}

/** WebKitGTK's driver, and a screen for it. */
export async function needWebKit() {
  await needCommands({ WebKitWebDriver: 'webkit2gtk-driver', 'xvfb-run': 'xvfb', xauth: 'xauth' });
}

async function emscriptenVersion(command) {
  const { code, output } = await run('em-version', command, ['--version'], { mayFail: true, deadline: 60 });
  return code === 0 ? parseEmscriptenVersion(output) : null;
}

function cacheFolder() {
  return process.env.SKYFLOCK_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'skyflock');
}

/** Removes the halves of roots whose makers were ended. */
function removeLeftovers() {
  for (const name of readdirSync(cacheFolder())) {
    const maker = /^debian13\.(\d+)$/.exec(name)?.[1];
    if (maker !== undefined && !existsSync(`/proc/${maker}`)) rmSync(join(cacheFolder(), name), { recursive: true, force: true });
  }
}

/** The private Debian 13 root, made when it is not there. */
async function needPrivateRoot() {
  const root = join(cacheFolder(), 'debian13');
  await needCommands({ bwrap: 'bubblewrap' });
  if (existsSync(root)) return root;
  await needCommands({ mmdebstrap: 'mmdebstrap' });
  await step('making a private Debian 13 with Emscripten (once, about a minute and 2.4 GB)', async () => {
    mkdirSync(cacheFolder(), { recursive: true });
    // Made aside and renamed when whole, so that a root that was cut off is never taken for a good one.
    const aside = `${root}.${process.pid}`;
    removeLeftovers();
    await run('private-root', 'mmdebstrap', ['--variant=apt', '--include=emscripten', 'trixie', aside], { deadline: 1200 });
    try {
      renameSync(aside, root);
    } catch (error) {
      // Another checkout was faster, and its root is as good.
      rmSync(aside, { recursive: true, force: true });
      if (!existsSync(root)) throw error;
    }
  });
  return root;
}

function writeExecutable(path, text) {
  mkdirSync(join(path, '..'), { recursive: true });
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  chmodSync(path, 0o755);
}

/** Scripts that call Emscripten with the TypeScript that its --emit-tsd understands. */
function writeWrappers(prefixOf) {
  const folder = join(BUILD, 'toolchain');
  writeExecutable(join(folder, 'bin', 'tsc'), `#!/bin/sh\nexec node '${ROOT}/node_modules/typescript-embind/bin/tsc' "$@"\n`);
  const wrapper = (tool) => {
    const path = join(folder, tool);
    writeExecutable(path, `#!/bin/sh\nunset NODE_EXTRA_CA_CERTS\n${prefixOf(tool)} "$@"\n`);
    return path;
  };
  return { emxx: wrapper('em++'), emar: wrapper('emar') };
}

/** em++ and emar, as scripts under build/toolchain. */
export async function needEmscripten() {
  const tools = join(BUILD, 'toolchain', 'bin');
  const direct = (folder) => (tool) => `PATH='${tools}':"$PATH" exec '${folder === '' ? tool : join(folder, tool)}'`;
  const places = ['', process.env.EMSDK === undefined ? null : join(process.env.EMSDK, 'upstream', 'emscripten')];
  for (const folder of places) {
    if (folder === null || !(folder === '' ? onPath('em++') : existsSync(join(folder, 'em++')))) continue;
    const version = await emscriptenVersion(folder === '' ? 'em++' : join(folder, 'em++'));
    if (version !== null && isAtLeast(version, LEAST_EMSCRIPTEN)) return writeWrappers(direct(folder));
    say(`  em++ ${version?.join('.') ?? 'of unknown version'} is older than ${LEAST_EMSCRIPTEN.join('.')} and is left alone`);
  }
  const os = osRelease();
  if (os.id === 'debian' && os.version >= 13) {
    await installPackages(['emscripten'], 'Emscripten');
    return writeWrappers(direct(''));
  }
  if (os.id !== 'debian' && os.id !== 'ubuntu') {
    throw new PlainError(
      `Emscripten ${LEAST_EMSCRIPTEN.join('.')} or newer is missing and can't be installed on ${os.name}; install emsdk and set EMSDK.`,
    );
  }
  const root = await needPrivateRoot();
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  return writeWrappers(
    (tool) =>
      `exec bwrap --bind '${root}' / --dev /dev --proc /proc --tmpfs /tmp --bind '${ROOT}' '${ROOT}' ` +
      `--setenv PATH '${tools}:${path}' --setenv HOME /tmp --chdir "$PWD" ${tool}`,
  );
}
