/** What to do about memory that is refused. */
export const WAY_OUT_SMALLER = 'Lower maxMeshes, maxTextures or maxLights, or close other pages';
