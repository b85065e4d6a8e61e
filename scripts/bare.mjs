// node scripts/bare.mjs [start | test]: whether the project still sets itself up on a machine that has nothing.
//
// A fresh Debian 12 is made in the cache, gets this machine's Node and npm, a clone of what is committed,
// and the settings by which this machine reaches the network. The README's two commands run in it as
// they would on a new machine: they install what they need, a Debian inside that Debian included.
//
// The root is entered with namespaces of its own for mounts and processes. Its mounts are seen by nobody
// else and end with its last process, and that ends with this script, however the script ends: so nothing is
// left mounted, and removing the root can't reach this machine's files.

import { cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HEADERS } from './serve.mjs';
import { main, PlainError, ROOT, run, say, step } from './steps.mjs';
import { makeRoot, needCommands, removeRoot } from './toolchain.mjs';

/** Seconds within which a bare machine owes the site. */
const START_BAR = 300;
/** Seconds after which a start is given up: past the bar its figure still tells by how much. */
const START_DEADLINE = 900;
const TEST_DEADLINE = 5400;

/** Where the clone lies in the root. */
const CLONE = '/root/skyflock';

/** What a shell does as the first process of the root. It stays: orphans need somebody who buries them. */
const ENTER = `set -e
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs -o mode=1777,size=2g shm dev/shm
mount -t tmpfs -o mode=1777 tmp tmp
pivot_root . .
umount -l .
cd ${CLONE}
set +e
eval "$2"
exit $?`;

/** Variables that name files with certificates. */
const CERTIFICATES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'npm_config_cafile'];

/** The variables of an environment that say how to reach the network; what names places on this machine stays out. */
export function networkOf(env) {
  const isNetwork =
    /^(?:(?:https?|ftp|no|all)_proxy|npm_config_(?:registry|proxy|https?[-_]proxy|noproxy|strict[-_]ssl|fetch[-_]\w+|\/\/.*|@.*))$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => isNetwork.test(name)));
}

/** Why no bare machine can be made here, as a sentence, or null. */
export async function whyNot() {
  if (process.platform !== 'linux') return `a bare Debian needs Linux, and this is ${process.platform}.`;
  if (process.getuid?.() !== 0) return 'only root can make a bare Debian and enter it; run it as root.';
  const { code } = await run('bare-namespaces', 'unshare', ['--mount', '--pid', '--fork', 'true'], { mayFail: true, deadline: 20 });
  return code === 0 ? null : 'this system lets nobody make namespaces (unshare fails); in a container, run it as a privileged one.';
}

/** A file of this machine that the root gets at the same place, if there is one. */
function copyIn(root, path, to = path) {
  if (path === '' || !existsSync(path)) return false;
  mkdirSync(dirname(join(root, to)), { recursive: true });
  cpSync(realpathSync(path), join(root, to), { recursive: true });
  return true;
}

async function npmSetting(name) {
  const { code, output } = await run('npm-setting', 'npm', ['config', 'get', name], { mayFail: true, deadline: 60 });
  const value = output.trim().split('\n').at(-1);
  return code === 0 && value !== 'null' && value !== 'undefined' ? value : '';
}

/** Gives the root Node, npm, and the way to the network; returns the environment of its commands. */
async function moveIn(root) {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  const npm = folders.map((folder) => join(folder, 'npm')).find((path) => existsSync(path));
  if (npm === undefined) throw new PlainError('npm is not on PATH, and the bare machine gets its copy; install it with Node.');
  copyIn(root, process.execPath, '/usr/local/bin/node');
  copyIn(root, join(dirname(realpathSync(npm)), '..'), '/usr/local/lib/node_modules/npm');
  for (const tool of ['npm', 'npx']) symlinkSync(`../lib/node_modules/npm/bin/${tool}-cli.js`, join(root, 'usr/local/bin', tool));
  for (const path of ['/etc/hosts', '/etc/resolv.conf']) copyIn(root, path);
  copyIn(root, await npmSetting('userconfig'), '/root/.npmrc');
  copyIn(root, await npmSetting('globalconfig'), '/usr/local/etc/npmrc');
  const env = { ...networkOf(process.env), HOME: '/root', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
  const here = { ...process.env, npm_config_cafile: await npmSetting('cafile') };
  for (const name of CERTIFICATES) {
    const to = `/usr/local/etc/certificates/${name}.pem`;
    if (copyIn(root, here[name] ?? '', to)) env[name] = to;
  }
  return env;
}

/** Runs a command in the root, in the clone. */
async function inRoot({ root, env }, name, command, options) {
  // The first process dies with unshare, that with this script, and all others with the first process.
  const enter = ['--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
  const vars = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const shell = ['env', '-i', ...vars, 'sh', '-c', ENTER, 'bare', root, command];
  return await run(name, 'setpriv', [...enter, ...shell], { show: true, mayFail: true, ...options });
}

async function freePort() {
  const server = createServer();
  await new Promise((done, fail) => server.once('error', fail).listen(0, done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Whether the site answers as it should; that it doesn't listen yet is no error, a wrong answer is. */
async function isServed(address) {
  let answer = null;
  try {
    answer = await fetch(address, { signal: AbortSignal.timeout(5000) });
    await answer.text();
  } catch {
    return false;
  }
  if (answer.status !== 200) throw new PlainError(`npm start: GET / was answered with ${answer.status}, not 200.`);
  for (const [name, value] of Object.entries(HEADERS)) {
    if (answer.headers.get(name) !== value) throw new PlainError(`npm start: ${name} is ${answer.headers.get(name)}, not ${value}.`);
  }
  return true;
}

/** Seconds from `npm start` to a page that is served with its headers. */
async function measureStart(machine) {
  const port = await freePort();
  const stop = new AbortController();
  const begin = Date.now();
  let ended = null;
  const running = inRoot(machine, 'bare-start', `PORT=${port} npm start`, { deadline: START_DEADLINE, signal: stop.signal });
  running.then(({ code }) => {
    ended = code;
  });
  try {
    while (!(await isServed(`http://127.0.0.1:${port}/`))) {
      if (ended === 124) throw new PlainError(`npm start: nothing was served within ${START_DEADLINE} s.`);
      if (ended !== null) throw new PlainError(`npm start ended with ${ended}; all it printed is in build/logs/bare-start.log`);
      await new Promise((done) => setTimeout(done, 250));
    }
    return (Date.now() - begin) / 1000;
  } finally {
    stop.abort();
    await running;
  }
}

async function start(machine) {
  const seconds = await measureStart(machine);
  const cores = `${availableParallelism()} cores, load ${loadavg()[1].toFixed(1)} in the last five minutes`;
  const figure = `npm start on a bare machine: served after ${seconds.toFixed(0)} s (at most ${START_BAR} s; ${cores})`;
  return { passed: seconds <= START_BAR, figure };
}

async function test(machine) {
  const begin = Date.now();
  const { code, output } = await inRoot(machine, 'bare-test', 'npm test', { deadline: TEST_DEADLINE });
  const minutes = ((Date.now() - begin) / 60_000).toFixed(0);
  const counts = /^\d+ passed, \d+ failed.*$/m.exec(output)?.[0] ?? 'no count was printed';
  const end = code === 124 ? `did not end within ${TEST_DEADLINE / 60} minutes` : `ended with ${code} after ${minutes} minutes`;
  return { passed: code === 0, figure: `npm test on a bare machine: ${counts}; ${end}; all it printed is in build/logs/bare-test.log` };
}

const PARTS = { start, test };

/**
 * Makes a bare machine, runs some of the README's commands in it, and removes it.
 *
 * @returns {Promise<{ passed: boolean, figure: string }[]>} one for each command
 */
export async function bare(names = Object.keys(PARTS)) {
  await needCommands({ git: 'git', unshare: 'util-linux', setpriv: 'util-linux' });
  const root = await step('making a bare Debian 12', () => makeRoot('bare', 'bookworm', ['--variant=minbase']));
  const remove = () => removeRoot(root);
  process.on('exit', remove);
  try {
    const env = await moveIn(root);
    await run('bare-clone', 'git', ['clone', '--quiet', '--no-hardlinks', ROOT, join(root, CLONE)]);
    const { output } = await run('bare-changes', 'git', ['status', '--short', '--untracked-files=no']);
    if (output !== '') say('  what is not committed is not on the bare machine');
    const results = [];
    for (const name of names) {
      try {
        results.push(await PARTS[name]({ root, env }));
      } catch (error) {
        if (!(error instanceof PlainError)) throw error;
        results.push({ passed: false, figure: error.message });
      }
    }
    return results;
  } finally {
    remove();
    process.off('exit', remove);
  }
}

const USAGE = `node scripts/bare.mjs [start | test]: runs npm start and npm test, or one of them, on a bare Debian 12 that is made for it and removed
after; it takes root, about 10 GB in SKYFLOCK_CACHE (~/.cache/skyflock), and up to two hours.`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const [part, ...more] = process.argv.slice(2);
    if (part === '--help') {
      console.log(USAGE);
      return 0;
    }
    if (more.length > 0 || (part !== undefined && !Object.hasOwn(PARTS, part))) {
      throw new PlainError(`'${[part, ...more].join(' ')}' is not known. ${USAGE}`);
    }
    const reason = await whyNot();
    if (reason !== null) throw new PlainError(`No bare machine: ${reason}`);
    const results = await bare(part === undefined ? undefined : [part]);
    for (const { figure } of results) console.log(figure);
    return results.every(({ passed }) => passed) ? 0 : 1;
  });
}
