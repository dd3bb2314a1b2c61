// @ts-check
/** What an answer is worth: pure, so that it can be tested without a page. */

/** @typedef {{near: number, tolerance: number}} Near */

/** Beyond the tolerance that is asked for, what rounding takes. @param {number} given @param {number} wanted @param {number} tolerance */
function close(given, wanted, tolerance) {
  return Math.abs(given - wanted) <= tolerance + 1e-9 * Math.max(1, Math.abs(wanted));
}

/**
 * Whether a number is right, and which of the foreseen mistakes it is.
 * @param {number} given @param {Near} wanted @param {Near[]} mistakes
 * @returns {{right: boolean, mistake: number | null}}
 */
export function markNumber(given, wanted, mistakes) {
  if (close(given, wanted.near, wanted.tolerance)) return { right: true, mistake: null };
  const mistake = mistakes.findIndex(({ near, tolerance }) => close(given, near, tolerance));
  return { right: false, mistake: mistake < 0 ? null : mistake };
}
