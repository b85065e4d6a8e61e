// Finds every tool the project needs, and installs what is missing: npm's packages, Debian's packages,
// and Emscripten, which on an older Debian or Ubuntu comes as a private Debian 13 root that is entered
// with bubblewrap. The root lies in a cache outside the work tree and is shared by all checkouts.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

/** Seconds that an install waits for a package manager of somebody else. */
const LOCK_WAIT = 600;

/** A queue: what is put into it runs one at a time, in order; what fails is its caller's, and the next one runs. */
export function oneAtATime() {
  let last = Promise.resolve();
  return (action) => {
    const mine = last.then(action);
    last = mine.catch(() => {});
    return mine;
  };
}

/** All of Debian's packages come through this: stages that run side by side find some missing at the same time. */
const inTurn = oneAtATime();
/** npm's have a folder and locks of their own, and needn't wait for Debian's. */
const inTurnOfNpm = oneAtATime();

/** Who holds one of apt's locks, in what apt-get printed, or null. */
export function lockHolder(output) {
  const match = /^E: (?:Could not get lock|Unable to (?:acquire|lock))\b[^\n]*/m.exec(output);
  return match === null ? null : (/held by (process \d+(?: \([^)\n]*\))?)/.exec(match[0])?.[1] ?? 'another process');
}

/** What to do about a failure to install that has a usual cause, as a sentence, or null. */
export function wayOut(output) {
  if (/dpkg was interrupted/.test(output)) return 'an earlier install was cut off: run dpkg --configure -a, then this again.';
  if (/No space left on device|not enough free space/i.test(output)) return 'the disk is full.';
  if (/Temporary failure resolving|Could not (?:resolve|connect)|Unable to connect|Connection (?:timed out|refused)/.test(output)) {
    return "Debian's packages can't be reached: see to the network, or set http_proxy to the proxy there is.";
  }
  if (/Unable to locate package|has no installation candidate|404 +Not Found/.test(output)) {
    return "a source of packages lacks it: see to /etc/apt/sources.list and /etc/apt/sources.list.d (on Ubuntu: 'universe' too).";
  }
  if (/\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH)\b/.test(output)) {
    return "npm's registry can't be reached: see to the network, or set https_proxy to the proxy there is.";
  }
  if (/\b(?:SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w*(?:CERT|SIGNATURE)\w*)\b/.test(output)) {
    return 'a certificate is not known to npm: set NODE_EXTRA_CA_CERTS to the file that has the one of the proxy.';
  }
  return null;
}

/** Tells of an install that failed: all it printed, then one sentence. */
function refusal(name, what, output, otherwise) {
  process.stderr.write(output.slice(-12000));
  return new PlainError(`${what}: ${wayOut(output) ?? otherwise} All it printed is in build/logs/${name}.log`);
}

/**
 * Runs apt-get as soon as no other process holds its locks. Its own wait is for dpkg's lock alone, not for
 * that of the lists nor that of the downloads.
 */
async function aptGet(name, args) {
  const late = Date.now() + LOCK_WAIT * 1000;
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  for (let told = null; ; ) {
    const { code, output } = await run(name, 'apt-get', ['-o', 'DPkg::Lock::Timeout=20', ...args], { env, deadline: 1200, mayFail: true });
    const holder = code === 0 ? null : lockHolder(output);
    if (holder === null) return { code, output };
    if (Date.now() > late) {
      throw new PlainError(`${name}: ${holder} has held the lock of Debian's packages for ${LOCK_WAIT} s; end it, then run this again.`);
    }
    if (told !== holder) say(`  waiting for ${holder}, which installs packages`);
    told = holder;
    await new Promise((done) => setTimeout(done, 2000));
  }
}

let aptIsFresh = false;

/** Installs Debian packages; one sentence says what to do where that can't be done. Called in turn. */
async function installPackages(packages, wanted) {
  const line = `apt-get install ${packages.join(' ')}`;
  if (!onPath('apt-get')) {
    throw new PlainError(`${wanted} is missing and there is no apt-get here; install ${wanted} (on Debian: ${line}).`);
  }
  if (process.getuid?.() !== 0) {
    throw new PlainError(`${wanted} is missing and only root can install it; run: ${onPath('sudo') ? 'sudo ' : ''}${line}`);
  }
  await step(`installing ${packages.join(', ')}`, async () => {
    // A source that can't be reached is a mere warning to apt-get, and the others may have all that is asked for.
    let warnings = '';
    if (!aptIsFresh) {
      const { code, output } = await aptGet('apt-update', ['update']);
      aptIsFresh = code === 0 && !/^[WE]: /m.test(output);
      warnings = aptIsFresh ? '' : output;
    }
    const { code, output } = await aptGet('apt-install', ['install', '-y', '--no-install-recommends', ...packages]);
    if (code === 0) return;
    throw refusal(
      'apt-install',
      `${wanted} can't be installed (apt-get ended with ${code})`,
      warnings + output,
      `run it by hand: ${line}.`,
    );
  });
}

/** Makes sure that commands are there, each given with the package that brings it. */
export async function needCommands(commands) {
  const missing = () => Object.entries(commands).filter(([command]) => !onPath(command));
  if (missing().length === 0) return;
  await inTurn(async () => {
    // Whoever was in front may have brought them.
    const left = missing();
    if (left.length === 0) return;
    await installPackages([...new Set(left.map(([, name]) => name))], left.map(([command]) => command).join(', '));
  });
}

/** Makes sure that a file that a Debian package brings is there. */
export async function needFile(path, packageName, wanted) {
  if (existsSync(path)) return;
  await inTurn(async () => {
    if (!existsSync(path)) await installPackages([packageName], wanted);
  });
}

/** Makes sure that clang has one of its runtime libraries, 'asan' or 'fuzzer', which Debian keeps in a package of their own. */
export async function needClangRuntime(library) {
  await needCommands({ 'clang++': 'clang' });
  const { output } = await run('clang-resources', 'clang++', ['-print-resource-dir']);
  const folder = join(output.trim(), 'lib');
  const files = new RegExp(`libclang_rt\\.${library}[^/]*\\.a$`);
  const isThere = () => existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => files.test(String(name)));
  if (isThere()) return;
  const { output: version } = await run('clang-version', 'clang++', ['-dumpversion']);
  await inTurn(async () => {
    if (!isThere()) await installPackages([`libclang-rt-${version.trim().split('.')[0]}-dev`], `clang's ${library} runtime`);
  });
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
  const isThere = () => isInstalled(lock, existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : null);
  if (isThere()) return;
  await inTurnOfNpm(async () => {
    if (isThere()) return;
    await step('npm ci', async () => {
      const { code, output } = await run('npm-ci', 'npm', ['ci', '--no-audit', '--no-fund'], { mayFail: true });
      if (code !== 0)
        throw refusal('npm-ci', `npm's packages can't be installed (npm ci ended with ${code})`, output, 'npm says why above.');
    });
  });
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

/**
 * Removes a root. While one is made, parts of this system may be mounted in it: what lies on another file
 * system is left alone.
 */
export function removeRoot(root) {
  spawnSync('rm', ['-rf', '--one-file-system', root], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Removes the roots whose makers were ended. */
function removeLeftovers() {
  for (const name of readdirSync(cacheFolder())) {
    const maker = /^(?:debian13|bare)\.(\d+)$/.exec(name)?.[1];
    if (maker !== undefined && !existsSync(`/proc/${maker}`)) removeRoot(join(cacheFolder(), name));
  }
}

/** How the system's apt reaches the network, as lines of its configuration. */
export async function aptNetwork() {
  if (!onPath('apt-config')) return [];
  const { output } = await run('apt-config', 'apt-config', ['dump'], { deadline: 60 });
  return output.split('\n').filter((line) => /^Acquire::(?:https?|Check-[\w-]+|Retries|ForceIPv[46])(?:::\S+)* ".+";$/.test(line));
}

/**
 * Makes a Debian root in the cache, under a name that says whose it is; the maker renames or removes it.
 *
 * @returns {Promise<string>} its folder
 */
export async function makeRoot(kind, suite, options) {
  await needCommands({ mmdebstrap: 'mmdebstrap' });
  // Ubuntu doesn't know by itself who signs Debian.
  await needFile('/usr/share/keyrings/debian-archive-keyring.gpg', 'debian-archive-keyring', "the keys of Debian's archive");
  mkdirSync(cacheFolder(), { recursive: true });
  removeLeftovers();
  const root = join(cacheFolder(), `${kind}.${process.pid}`);
  const network = (await aptNetwork()).map((line) => `--aptopt=${line}`);
  const remove = () => removeRoot(root);
  process.on('exit', remove);
  const name = `${kind}-root`;
  // What root's mmdebstrap mounts it leaves behind when it is killed, unless the mounts are its own.
  const own = process.getuid?.() === 0 ? ['unshare', '--mount', '--propagation', 'private'] : [];
  const [tool, ...args] = [...own, 'mmdebstrap', ...options, ...network, suite, root];
  const { code, output } = await run(name, tool, args, { deadline: 1200, mayFail: true });
  process.off('exit', remove);
  if (code === 0) return root;
  remove();
  throw refusal(name, `a root of Debian's ${suite} can't be made (mmdebstrap ended with ${code})`, output, 'mmdebstrap says why above.');
}

/** What Emscripten's package has that nothing here links: half of its bytes. Emscripten makes anew what it misses. */
const LEFT_OUT = ['pic', 'lto-pic'];

/** The private Debian 13 root, made when it is not there. */
async function needPrivateRoot() {
  const root = join(cacheFolder(), 'debian13');
  if (existsSync(root)) {
    await needCommands({ bwrap: 'bubblewrap' });
    return root;
  }
  await needCommands({ bwrap: 'bubblewrap', mmdebstrap: 'mmdebstrap' });
  await step('making a private Debian 13 with Emscripten (once, about a minute and 1.6 GB)', async () => {
    const leftOut = LEFT_OUT.map(
      (folder) => `--dpkgopt=path-exclude=/usr/share/emscripten/cache/sysroot/lib/wasm32-emscripten/${folder}/*`,
    );
    // Made aside and renamed when whole, so that a root that was cut off is never taken for a good one.
    const aside = await makeRoot('debian13', 'trixie', ['--variant=apt', '--include=emscripten', ...leftOut]);
    try {
      renameSync(aside, root);
    } catch (error) {
      // Another checkout was faster, and its root is as good.
      removeRoot(aside);
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
    await inTurn(() => installPackages(['emscripten'], 'Emscripten'));
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
