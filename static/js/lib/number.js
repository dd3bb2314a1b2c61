// @ts-check
/**
 * How a number is written on the page: four significant figures on the graph, every digit in the panel, a real minus
 * sign, never "-0", and "—" for what has not been computed.
 */

export const NOTHING = "—";
const MINUS = "\u2212";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The decimal sign of a locale, "." or ",". @param {string} locale */
export function decimalSign(locale) {
  const part = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === "decimal");
  return part ? part.value : ".";
}

const LOCALE = globalThis.navigator?.language || "en";
const DECIMAL = decimalSign(LOCALE);
const COUNT = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

/** @param {string} text @param {string} decimal */
function localise(text, decimal) {
  return text.replace(".", decimal).replace("-", MINUS);
}

/** @param {number} power */
function superscript(power) {
  const digits = [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return power < 0 ? `⁻${digits}` : digits;
}

/**
 * A number with so many significant figures; powers of ten below 0.0001 and from a million on.
 * @param {number | null | undefined} value
 */
export function formatNumber(value, figures = 4, decimal = DECIMAL) {
  if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
  if (value === 0) return localise((0).toFixed(Math.max(0, figures - 1)), decimal);
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const [digits, exponent] = value.toExponential(figures - 1).split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 6) return `${localise(digits, decimal)}·10${superscript(power)}`;
  if (power >= figures) return localise(String(Math.round(Number(`${digits}e${exponent}`))), decimal);
  return localise(value.toFixed(Math.max(0, figures - 1 - power)), decimal);
}

/**
 * Every digit of a float64, as few as tell it from its neighbours.
 * @param {number | null | undefined} value
 */
export function formatExact(value, decimal = DECIMAL) {
  if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
  return localise(String(value === 0 ? 0 : value), decimal);
}

/** The same, as one types it into a field or a spreadsheet: an ordinary hyphen for the sign. @param {number} value */
export function editable(value, decimal = DECIMAL) {
  return String(value === 0 ? 0 : value).replace(".", decimal);
}

/** A whole number with its thousands apart. @param {number | null | undefined} value */
export function formatCount(value) {
  return value === null || value === undefined ? NOTHING : COUNT.format(value);
}

/** A share as a percentage. @param {number | null | undefined} value */
export function formatPercent(value, digits = 1, decimal = DECIMAL) {
  if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
  return `${localise((100 * value).toFixed(digits).replace(/^-(0\.?0*)$/, "$1"), decimal)}\u202f%`;
}

/** What somebody typed, decimal comma or point; null when it is no number. @param {string} text @returns {number | null} */
export function parseNumber(text) {
  const plain = text.trim().replace(MINUS, "-").replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** The nearest of 1, 1.5, 2, 3, 5, 7 times a power of ten that is not below the value. @param {number} value */
export function ceiling(value) {
  if (!(value > 0)) return 1;
  const base = 10 ** Math.floor(Math.log10(value));
  const rung = [1, 1.5, 2, 3, 5, 7, 10].find((step) => step * base >= value * 0.999999) ?? 10;
  return Number((rung * base).toPrecision(2));
}
