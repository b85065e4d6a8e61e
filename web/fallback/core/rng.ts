/** The twin of src/core/rng.h, which scripts draw by as well. */
export * from '../../engine/rng.js';
