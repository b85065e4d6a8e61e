/** A missing file of the package, from its text. */
import { loadLater } from './deadline.js';
import type { PartSource } from './lost-parts.js';

/** Its bytes, or null. Hardly any page needs it, or loads the script that has it. */
export const lostPart: PartSource = async (part) => {
  try {
    const late = (): Error => new Error(`the text of ${part} did not come in time`);
    const { partOfPackage } = await loadLater(() => import('./lost-parts.js'), late);
    return await partOfPackage(part);
  } catch {
    return null;
  }
};
