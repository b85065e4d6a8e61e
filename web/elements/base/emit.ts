/** Events of an element: CustomEvents that do not bubble. */

/** Emits one of an element's events, each of which has a detail of its own type. */
export type Emit<Details> = <Name extends keyof Details & string>(element: HTMLElement, name: Name, detail: Details[Name]) => void;

/** Emits any event; each element gives it the types of its own. */
export function emitEvent(element: HTMLElement, name: string, detail: unknown): void {
  element.dispatchEvent(new CustomEvent(name, { detail }));
}
