/** The debug overlay in words: what runs, what it takes, how full the rings are, and the log of the pictures' times. */
import { bytesText, frames, overlayOf, room } from '../base/overlay-box.js';
import type { SceneStats } from './events.js';
import type { SceneHost } from './host.js';

/** What the overlay has besides the figures. */
export interface OverlaySource extends SceneHost {
  readonly runs: { readonly tier: string; readonly thread: string | null; readonly commandRoom: number } | null;
}

export const showFigures = overlayOf<OverlaySource>(({ runs, stats }) => {
  if (runs === null || stats.show === null) return null;
  return { tier: runs.tier, text: overlayText(stats, runs) };
});

/** The overlay's lines. */
export function overlayText({ show, script }: SceneStats, runs: NonNullable<OverlaySource['runs']>): string {
  if (show === null) return '';
  const share = (value: number): string => `${(value * 100).toFixed(0)} %`;
  return [
    `${runs.tier} on ${runs.thread ?? 'no thread'}, ${show.renderer ?? 'nothing draws'}`,
    `picture ${show.framesPerSecond.toFixed(0)} FPS, ${show.frameSkips} without an update`,
    frames(show.frameLog),
    `decode ${show.decodeMs.toFixed(2)} ms, list ${show.listMs.toFixed(2)} ms, draw ${show.drawMs.toFixed(2)} ms`,
    ...(script === null
      ? []
      : [
          `script ${script.updatesPerSecond.toFixed(0)} a second, ${script.updateMs.toFixed(2)} ms, most ${script.longestMs.toFixed(1)} ms`,
          room('commands', script.waiting, runs.commandRoom),
          `commands ${script.commands}, replaced ${script.replaced}, refused ${script.refused}`,
        ]),
    `callbacks ${show.callbacks}, dropped ${show.callbacksDropped}; input ${show.inputs}, dropped ${show.inputDropped}`,
    `publishes ${show.publishes}, skips ${show.skips}, dirty ${share(show.dirtyRatio)}`,
    `entities ${show.entities}, drawn ${show.instances} in ${show.groups} groups, ${show.culled} not seen`,
    `meshes ${show.meshes}, vertices ${show.vertices}, textures ${show.textures}, memory ${bytesText(show.memory)}`,
  ].join('\n');
}
