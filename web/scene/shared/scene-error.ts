import { SkyflockError } from '../../engine/errors.js';

/**
 * What every error thrown by the scene system is an instance of, by its code: the classes themselves derive from the kinds of
 * errors that all systems have.
 */
export abstract class SceneError extends SkyflockError {
  override get name(): string {
    return 'SceneError';
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return String((value as SkyflockError | null)?.code).startsWith('scene/');
  }
}
