/** Which Skyflock this is. */

/** As package.json has it. */
export const VERSION = '0.1.0';
/** A hash of the sources that a build was made of, which each build writes in here; `sources` where nothing was built. */
export const BUILD = 'sources';
