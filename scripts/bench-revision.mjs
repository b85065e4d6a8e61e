// Another revision of the project, built by its own scripts in a tree of its own under build/against.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD, PlainError, ROOT, run, step } from './steps.mjs';

const TREES = join(BUILD, 'against');
/** Seconds for all of another revision's parts, npm's packages included. */
const BUILD_DEADLINE = 3600;

/**
 * The commit that a name stands for.
 *
 * @param {string} revision as git takes it: a commit, a branch, a tag, HEAD~3
 * @returns {Promise<string>} 40 hexadecimal digits
 */
export async function resolveRevision(revision) {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { code, output } = await run('against-revision', 'git', args, { mayFail: true, deadline: 60 });
  const commit = output.trim();
  if (code === 0 && /^[0-9a-f]{40}$/.test(commit)) return commit;
  if (/not a git repository/.test(output) || code === 127) {
    throw new PlainError('--against needs git and a checkout with its history, and finds none here.');
  }
  throw new PlainError(
    `--against is '${revision}', which is no commit that git knows here; give a commit, a branch or a tag, or fetch it.`,
  );
}

/** Removes trees whose makers were cut off. */
function removeLeftovers() {
  for (const name of readdirSync(TREES)) {
    const maker = /^[0-9a-f]{40}\.(\d+)$/.exec(name)?.[1];
    if (maker !== undefined && !existsSync(`/proc/${maker}`)) rmSync(join(TREES, name), { recursive: true, force: true });
  }
}

/** The tree of a commit, exported unless it is there. */
async function treeOf(commit) {
  mkdirSync(TREES, { recursive: true });
  removeLeftovers();
  const tree = join(TREES, commit);
  if (existsSync(tree)) return tree;
  // Made aside and renamed when whole, so that a tree that was cut off is never taken for a good one.
  const aside = join(TREES, `${commit}.${process.pid}`);
  mkdirSync(aside);
  const archive = join(aside, 'archive.tar');
  await run('against-archive', 'git', ['archive', '--format=tar', '--output', archive, commit]);
  await run('against-extract', 'tar', ['-x', '-f', archive, '-C', aside]);
  rmSync(archive);
  renameSync(aside, tree);
  return tree;
}

/**
 * Builds a commit's parts with the scripts of its own tree. Their stamps are written last, so that what was cut off is
 * built again, and what is built is not.
 *
 * @returns {Promise<{ tree: string, paths: Record<string, string>, reasons: Record<string, string> }>} where each part is, or
 *   why there is none
 */
export async function buildRevision(commit) {
  return await step(`building ${commit.slice(0, 7)}`, async () => {
    const tree = await treeOf(commit);
    const file = join(TREES, `${commit}.json`);
    rmSync(file, { force: true });
    const script = join(ROOT, 'scripts', 'bench-parts.mjs');
    // What this checkout's npm ci downloaded is in npm's cache.
    const env = { npm_config_prefer_offline: 'true' };
    const { code, output } = await run('against-build', process.execPath, [script, tree, file], {
      cwd: tree,
      env,
      show: true,
      mayFail: true,
      deadline: BUILD_DEADLINE,
    });
    if (existsSync(file)) return { tree, ...JSON.parse(readFileSync(file, 'utf8')) };
    const last = output.trim().split('\n').at(-1);
    throw new PlainError(`${commit.slice(0, 7)} can't be built by its own scripts (they ended with ${code}): ${last}`);
  });
}
