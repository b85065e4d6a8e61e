/** What there is to say when memory is refused. */
import type { MemoryPressure } from '../shared/messages.js';

/** A shortage of memory in one sentence. */
export function pressureWords({ requestedEntities, grantedEntities, bytes }: MemoryPressure): string {
  const refused = `${Math.ceil(bytes / 2 ** 20)} MB`;
  if (requestedEntities === grantedEntities) return `Memory is scarce: ${refused} for a snapshot were refused.`;
  const [asked, granted] = [requestedEntities, grantedEntities].map((count) => count.toLocaleString('en-GB'));
  return `Memory is scarce: there is room for ${granted} animals, not for ${asked}; ${refused} were refused.`;
}
