/**
 * A script's end of a link, without a script: it asks the engine as much as one update may, again and again, and counts the
 * answers. A message tells it to begin; it tells the page how many answers it has read.
 */
import { CallbackKind, PickCommand, SceneOp } from '../../web/generated/scene-layout.js';
import { CommandQueue } from '../../web/scene/script/commands.js';
import { makeTransport } from '../../web/scene/script/transport.js';
import type { LinkPort } from '../../web/scene/shared/link-port.js';
import type { LinkToScript, LinkToShow, ScriptLink } from '../../web/scene/shared/messages.js';

/** Questions that an update may have, and those that may be under way: both rings have room for as many. */
const QUESTIONS = 64;
const MOST_ASKED = 4096;
/** Updates between two turns, which let messages in. */
const UPDATES = 64;

const scope = globalThis as unknown as { onmessage: (event: MessageEvent<ScriptLink>) => void; postMessage(answers: number): void };

scope.onmessage = ({ data: { port, rings } }) => {
  const transport = makeTransport(port as LinkPort<LinkToScript, LinkToShow>, rings);
  const queue = new CommandQueue(transport);
  const channel = new MessageChannel();
  let asked = 0;
  let answered = 0;
  let update = 0;
  const make = queue.command(SceneOp.makeMesh | (1 << 8), true);
  queue.words.fill(0, make + 2, make + 16);
  const run = (): void => {
    for (let i = 0; i < UPDATES; i++) {
      transport.readCallbacks((words, _floats, at) => {
        if (((words[at] as number) & 255) === CallbackKind.picked) answered += 1;
      });
      if (asked - answered > MOST_ASKED - QUESTIONS) break;
      for (let question = 0; question < QUESTIONS; question++) {
        const at = queue.command(SceneOp.pick);
        asked += 1;
        queue.words[at + PickCommand.request / 4] = asked;
        queue.floats[at + PickCommand.x / 4] = 0.5;
        queue.floats[at + PickCommand.y / 4] = 0.5;
      }
      update += 1;
      queue.endUpdate(update);
    }
    scope.postMessage(answered);
    channel.port2.postMessage(null);
  };
  channel.port1.onmessage = run;
  run();
};
