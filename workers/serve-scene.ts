/** The show thread of a scene: it greets, and then hears the page. */
import { START_DEADLINE_MS, withDeadline } from '../web/engine/deadline.js';
import { setPartSource } from '../web/engine/lost-parts.js';
import type { TextPart } from '../web/engine/text-parts.js';
import { threadScope } from '../web/engine/thread-scope.js';
import { LAYOUT_ID } from '../web/generated/scene-layout.js';
import { makeDirector } from '../web/kernels/scene-page.js';
import { type FromShow, SCENE_PROTOCOL, type ToShow } from '../web/scene/shared/messages.js';

export function serveScene(): void {
  const scope = threadScope<ToShow, FromShow>();
  const director = makeDirector((message, transfer = []) => scope.postMessage(message, transfer));

  /** Who waits for the text of a part. */
  const waiting = new Map<TextPart, (bytes: ArrayBuffer | null) => void>();
  setPartSource((part) => {
    const answer = new Promise<ArrayBuffer | null>((resolve) => waiting.set(part, resolve));
    scope.postMessage({ type: 'wantpart', part });
    return withDeadline(answer, START_DEADLINE_MS, () => new Error(`the text of ${part} did not come`));
  });

  const greet = (): void => scope.postMessage({ type: 'hello', protocol: SCENE_PROTOCOL, layoutId: LAYOUT_ID }, []);
  scope.onmessage = ({ data }) => {
    if (data.type === 'greet') greet();
    else if (data.type === 'part') waiting.get(data.part)?.(data.bytes);
    else director.receive(data);
  };
  greet();
}
