/** What runs in the thread of a user's script in Node: files come from the disk, and Node says itself where a module does not parse. */
import { readFile } from 'node:fs/promises';
import { Script } from 'node:vm';
import { describe } from '../web/engine/describe.js';
import type { ResourceHost } from '../web/scene/script/resource-host.js';
import { asScript, LINES_BEFORE } from '../web/scene/script/script-syntax.js';
import { SceneLoadError } from '../web/scene/shared/errors.js';
import type { ScriptSource } from '../web/scene/shared/script-types.js';
import { scriptFiles } from './script-files.js';
import { serveScript } from './serve-script.js';

const nodeFiles: ResourceHost = {
  async bytes(url) {
    if (!url.startsWith('file:')) return await scriptFiles.bytes(url);
    try {
      return new Uint8Array(await readFile(new URL(url)));
    } catch (error) {
      throw new SceneLoadError(url, describe(error));
    }
  },
  picture: (source) =>
    Promise.reject(
      new SceneLoadError(
        typeof source === 'string' ? source : 'the picture',
        'Node decodes no images',
        'Catch this where a script is to run without a picture, too',
      ),
    ),
};

/** Node writes the place before the stack of what does not parse: `name:line`, the line, and a mark beneath the column. */
const PLACE = /^place:(\d+)\n.*\n( *)\^/;

async function locate(source: ScriptSource): Promise<{ readonly line: number; readonly column: number } | null> {
  const text = 'text' in source ? source.text : new TextDecoder().decode(await nodeFiles.bytes(source.url));
  try {
    new Script(asScript(text), { filename: 'place' });
  } catch (error) {
    const found = PLACE.exec(String((error as Error).stack));
    const line = Number(found?.[1]) - LINES_BEFORE;
    if (found !== null && line > 0 && line <= text.split('\n').length) return { line, column: (found[2] as string).length + 1 };
  }
  return null;
}

serveScript(nodeFiles, locate);
