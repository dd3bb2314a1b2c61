// @ts-check
/** Why no gradient passes a unit: it is silent, it is saturated, or it was dropped. */

/** @typedef {"dead" | "saturated" | "dropped"} Zero */

const SATURATED = 0.01; // of the slope that the activation has at most, or less

/** The slope of an activation by what it gave; null where that does not tell. @param {string | null} activation @param {number} a @returns {number | null} as a share of its largest */
function slope(activation, a) {
  if (activation === "sigmoid") return 4 * a * (1 - a);
  if (activation === "tanh") return 1 - a * a;
  if (activation === "softsign") return (1 - Math.abs(a)) ** 2;
  return null;
}

/**
 * @param {{activation: string | null, kind: string}} column @param {Record<string, (number | null)[]> | undefined} numbers of its layer
 * @param {number} unit @param {boolean} paired the activation is one with the loss, so that its slope bars nothing
 * @returns {Zero | null}
 */
export function zeroOf({ activation, kind }, numbers, unit, paired) {
  if (!numbers) return null;
  if (kind === "dropout" && numbers.mask?.[unit] === 0) return "dropped";
  const a = numbers.a?.[unit];
  if (a === null || a === undefined || paired) return null;
  if ((activation === "relu" || activation === "hard_sigmoid") && a === 0) return "dead";
  if (activation === "hard_sigmoid" && a === 1) return "saturated";
  const steep = slope(activation, a);
  return steep !== null && steep < SATURATED ? "saturated" : null;
}
