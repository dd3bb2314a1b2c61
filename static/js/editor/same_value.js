// @ts-check
/** Equality of JSON values. */

/** Whether two JSON values are equal, in whatever order their fields are. @param {any} one @param {any} other @returns {boolean} */
export function sameValue(one, other) {
  if (one === other) return true;
  if (!one || !other || typeof one !== "object" || typeof other !== "object") return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => sameValue(one[name], other[name]));
}
