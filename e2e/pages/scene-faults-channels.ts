/** Where a show thread is asked when its pictures were made since it was asked last: performance.now() of each. */
export const PICTURES_CHANNEL = 'skyflock-pictures';
