/** Whether a command was carried out: the twin of src/scene/outcome.h. */
import type { RefusalKind } from '../../generated/scene-layout.js';

/** Why a command was refused; it has changed nothing. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** As RefusalKind says: u32. */
  readonly detail: number;
}

/** null: it was carried out. */
export type Outcome = Refusal | null;

export function refusal(kind: RefusalKind, detail = 0): Refusal {
  return { kind, detail };
}
