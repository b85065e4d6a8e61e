/** Events of an element: CustomEvents that do not bubble. */
import { remember } from '../../engine/history.js';
import { log } from '../../engine/log.js';

/** Emits one of an element's events, each of which has a detail of its own type. */
export type Emit<Details> = <Name extends keyof Details & string>(element: HTMLElement, name: Name, detail: Details[Name]) => void;

/** Emits any event, of which reports and the console may tell; each element gives it the types of its own. */
export function emitEvent(element: HTMLElement, name: string, detail: unknown): void {
  remember(element, name, detail);
  log('debug', `${element.localName}: ${name}`, detail);
  element.dispatchEvent(new CustomEvent(name, { detail }));
}
