// @ts-check
/** The loss curve as the columns that a chart is drawn from. */

/** @typedef {import("../store/state.js").Curve} Curve */

/**
 * The columns a chart is drawn from: steps, smallest and largest training loss, validation loss. On a logarithmic
 * axis only what is above zero can be shown.
 * @param {Curve} curve @param {boolean} logarithmic @returns {[number[], (number | null)[], (number | null)[], (number | null)[]]}
 */
export function chartColumns(curve, logarithmic) {
  const keep = (/** @type {number | null | undefined} */ value) => (value === null || value === undefined || (logarithmic && !(value > 0)) ? null : value);
  const length = Math.max(curve.train_min.length, curve.validation.length);
  const steps = Array.from({ length }, (_, index) => (index + 1) * curve.bucket);
  const column = (/** @type {(number | null)[]} */ values) => steps.map((_, index) => keep(values[index]));
  return [steps, column(curve.train_min), column(curve.train_max), column(curve.validation)];
}
