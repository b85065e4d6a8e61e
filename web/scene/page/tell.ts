/** Tells a page what its scene's threads say, but for what the scene itself acts on. */
import type { ErrorData } from '../../engine/errors.js';
import type { SceneOptions } from '../../generated/scene-layout.js';
import { sceneErrorFromData } from '../shared/errors.js';
import type { FromScript, FromShow } from '../shared/messages.js';
import { refusedError } from '../shared/refusals.js';
import type { SceneCallbacks } from './scene-types.js';

export function tellError(callbacks: SceneCallbacks, error: ErrorData, times = 1): void {
  callbacks.error?.(sceneErrorFromData(error), times);
}

export function tellOfScript(callbacks: SceneCallbacks, message: FromScript, options: SceneOptions): void {
  switch (message.type) {
    case 'error':
      tellError(callbacks, message.error, message.times);
      break;
    case 'refused':
      callbacks.error?.(refusedError(message.command, options), message.command.times);
      break;
    case 'slow':
      callbacks.slow?.({ milliseconds: message.milliseconds, update: message.update });
      break;
    case 'message':
      callbacks.message?.(message.name, message.detail);
      break;
    case 'cursor':
      callbacks.cursor?.(message.mode);
      break;
    case 'quit':
      callbacks.quit?.(message.code);
      break;
    default:
  }
}

export function tellOfShow(callbacks: SceneCallbacks, message: FromShow): void {
  switch (message.type) {
    case 'shown':
      callbacks.shown?.();
      break;
    case 'renderer':
      callbacks.renderer?.(message.renderer, message.reason);
      break;
    case 'context':
      callbacks.context?.(message.lost);
      break;
    case 'error':
      tellError(callbacks, message.error, message.times);
      break;
    default:
  }
}
