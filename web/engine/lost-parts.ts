/** Files that can't be had where they should be, as text: from a script that bundlers follow, which threads ask their page for. */
import { loadLater } from './deadline.js';
import { bytesOfText } from './start-from-text.js';
import { TEXT_PARTS, type TextPart } from './text-parts.js';

/** Gives the text of a part, or null where there is none. */
export type PartSource = (part: TextPart) => Promise<string | null>;

/** On a page: the package's own scripts. */
export const partOfPackage: PartSource = async (part) => {
  const load = TEXT_PARTS[part];
  if (load === undefined) return null;
  return (await loadLater(load, () => new Error(`the text of ${part} did not come in time`))).default;
};

let source = partOfPackage;

/** Threads have no address of the package's scripts: theirs come from the page. */
export function setPartSource(given: PartSource): void {
  source = given;
}

/** The bytes of a .wasm file that was lost, or null. */
export async function lostWasm(part: TextPart): Promise<ArrayBuffer | null> {
  const text = await source(part).catch(() => null);
  return text === null ? null : bytesOfText(text);
}
