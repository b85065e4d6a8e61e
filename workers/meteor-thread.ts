/** The thread of a show: it greets, and then hears the element. */
import { LAYOUT_ID } from '../web/generated/meteor-names.js';
import { type FromShow, SHOW_PROTOCOL, type ToShow } from '../web/meteor/show-protocol.js';
import { makeShow } from '../web/meteor/show-thread.js';

/** What is used of the worker's global scope. */
interface Scope {
  onmessage: ((event: MessageEvent<ToShow>) => void) | null;
  postMessage(message: FromShow, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
const show = makeShow((message, transfer = []) => scope.postMessage(message, transfer));
scope.onmessage = ({ data }) => show.receive(data);
scope.postMessage({ type: 'hello', protocol: SHOW_PROTOCOL, layoutId: LAYOUT_ID }, []);
