/** Files that are missing where they should be, as text: from a script that bundlers follow, which threads ask their page for. */
import { loadLater } from './deadline.js';
import { TEXT_PARTS, type TextPart } from './text-parts.js';

/** Gives the bytes of a part, or null where there is no text of it. */
export type PartSource = (part: TextPart) => Promise<ArrayBuffer | null>;

/** On a page: the package's own scripts. */
export const partOfPackage: PartSource = async (part) => {
  const load = TEXT_PARTS[part];
  if (load === undefined) return null;
  const { default: text } = await loadLater(load, () => new Error(`the text of ${part} did not come in time`));
  const compressed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return await new Response(new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
};

let source = partOfPackage;

/** Threads have no address of the package's scripts: theirs come from the page. */
export function setPartSource(given: PartSource): void {
  source = given;
}

/** The bytes of a .wasm file that was lost, or null. */
export async function lostWasm(part: TextPart): Promise<ArrayBuffer | null> {
  return await source(part).catch(() => null);
}
