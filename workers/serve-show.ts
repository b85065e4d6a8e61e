/** The thread of a show: it greets, and then hears the element. */
import { START_DEADLINE_MS, withDeadline } from '../web/engine/deadline.js';
import { setPartSource } from '../web/engine/lost-parts.js';
import type { TextPart } from '../web/engine/text-parts.js';
import { threadScope } from '../web/engine/thread-scope.js';
import { LAYOUT_ID } from '../web/generated/meteor-names.js';
import { type FromShow, SHOW_PROTOCOL, type ToShow } from '../web/meteor/shared/messages.js';
import { makeShow } from './meteor-show.js';

export function serveShow(): void {
  const scope = threadScope<ToShow, FromShow>();
  const show = makeShow((message, transfer = []) => scope.postMessage(message, transfer));

  /** Who waits for the text of a part. */
  const waiting = new Map<TextPart, (bytes: ArrayBuffer | null) => void>();
  setPartSource((part) => {
    const answer = new Promise<ArrayBuffer | null>((resolve) => waiting.set(part, resolve));
    scope.postMessage({ type: 'wantpart', part });
    return withDeadline(answer, START_DEADLINE_MS, () => new Error(`the text of ${part} did not come`));
  });

  const greet = (): void => scope.postMessage({ type: 'hello', protocol: SHOW_PROTOCOL, layoutId: LAYOUT_ID }, []);
  scope.onmessage = ({ data }) => {
    if (data.type === 'greet') greet();
    else if (data.type === 'part') waiting.get(data.part)?.(data.bytes);
    else show.receive(data);
  };
  greet();
}
