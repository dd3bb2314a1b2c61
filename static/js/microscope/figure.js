// @ts-check
/** A number in a formula: as short as it is exact, else four significant figures; or every digit. */

import { formatExact, formatNumber } from "../lib/number.js";

/** @param {number | null | undefined} value @param {boolean} [exact] every digit */
export function figure(value, exact = false) {
  if (value === null || value === undefined) return formatNumber(null);
  const short = Number(value.toPrecision(4)) === value && (value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6));
  return exact || short ? formatExact(value) : formatNumber(value);
}

/** The n of a constant that is 1/n and reads better so, such as the share of one sample of 16; 0 for any other. @param {number} value */
export function oneOver(value) {
  const n = Math.round(1 / value);
  const plain = Number(value.toPrecision(2)) === Number(value.toPrecision(12));
  return !plain && n > 1 && n <= 100_000 && Math.abs(value * n - 1) < 1e-6 ? n : 0;
}
