// @ts-check
/** Half-precision floats read through a table of all 65,536 of them: one look-up a pixel. */

/** @type {Float32Array | null} */
let table = null;

/** @param {number} bits @returns {number} */
function expand(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The value of every half float, indexed by its bits; made on first use. */
export function halfFloats() {
  if (!table) table = Float32Array.from({ length: 65536 }, (_, bits) => expand(bits));
  return table;
}
