// @ts-check
/** How long to wait before the next try: doubling up to a ceiling, and a random half of it, so that pages do not come back all at once. */

const FIRST = 250;
const MOST = 5000;

/** @param {number} attempt from 0 @param {() => number} random between 0 and 1 @returns {number} milliseconds */
export function backoff(attempt, random = Math.random) {
  const wait = Math.min(MOST, FIRST * 2 ** attempt);
  return wait / 2 + (wait / 2) * random();
}
