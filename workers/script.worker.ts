/**
 * The script of the thread that a user's script runs on. Nothing else may be in it, since nothing may import from it: WebKit
 * runs a worker's script again when a part of it that is loaded later does.
 */
import('./script-thread.js').catch((error: unknown) => {
  // The page hears of it as of any script that fails.
  setTimeout(() => {
    throw error;
  });
});
