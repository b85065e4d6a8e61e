/**
 * The script of a scene's show thread. Nothing else may be in it, since nothing may import from it: WebKit runs
 * a worker's script again when a part of it that is loaded later does.
 */
import('./scene-thread.js').catch((error: unknown) => {
  // The page hears of it as of any script that fails.
  setTimeout(() => {
    throw error;
  });
});
