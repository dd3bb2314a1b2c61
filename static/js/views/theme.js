// @ts-check
/** The colours that canvases draw with, read from the style sheet's custom properties once a theme. */

/** @typedef {[number, number, number]} Colour red, green, blue, 0 to 255 */

const MEANINGS = /** @type {const} */ ([
  "stage", "surface", "raised", "line", "line-strong", "ink", "quiet", "focus", "accent", "positive", "negative",
  "neutral", "positive-muted", "negative-muted", "forward", "backward", "update", "train", "validation",
]);
const CLASSES = 8;
const PLAIN_SIZE = 16; // px of a rem, where neither the reader nor a projector has made it larger

/**
 * @typedef {Record<typeof MEANINGS[number], string> & {
 *   classes: string[], classColours: Colour[], palette: Uint32Array, font: string, zoom: number }} Theme
 */

/** Steps of the diverging palette, from the most negative to the most positive. */
export const STEPS = 511;

/** @param {string} text rgb(…) or #rrggbb, as a browser computes it @returns {Colour} */
export function readColour(text) {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex) return [parseInt(hex[1], 16), parseInt(hex[2], 16), parseInt(hex[3], 16)];
  const numbers = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
}

/** A pixel as ImageData holds it. @param {Colour} colour */
export function pixel([red, green, blue]) {
  return (0xff000000 | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

/** @param {Colour} from @param {Colour} to @param {number} share @returns {Colour} */
export function mix(from, to, share) {
  const between = (/** @type {0 | 1 | 2} */ part) => from[part] + (to[part] - from[part]) * share;
  return [between(0), between(1), between(2)];
}

/** Pixels from negative over neutral to positive. @param {Colour} negative @param {Colour} neutral @param {Colour} positive */
export function divergingPalette(negative, neutral, positive) {
  const middle = (STEPS - 1) / 2;
  return Uint32Array.from({ length: STEPS }, (_, step) => {
    const t = (step - middle) / middle;
    return pixel(mix(neutral, t < 0 ? negative : positive, Math.abs(t)));
  });
}

/** The palette's entry of a value between -1 and 1; beyond them, the end. @param {number} t */
export function paletteIndex(t) {
  const middle = (STEPS - 1) / 2;
  return t >= 1 ? STEPS - 1 : t > -1 ? Math.round(t * middle + middle) : 0;
}

/** @param {(name: string) => string} read a custom property's value @returns {Theme} */
export function makeTheme(read, font = "system-ui, sans-serif", zoom = 1) {
  const meanings = /** @type {Record<typeof MEANINGS[number], string>} */ (
    Object.fromEntries(MEANINGS.map((name) => [name, read(`--${name}`)]))
  );
  const classes = Array.from({ length: CLASSES }, (_, index) => read(`--class-${index}`));
  return {
    ...meanings,
    classes,
    classColours: classes.map(readColour),
    palette: divergingPalette(
      readColour(meanings["negative-muted"]), readColour(meanings.neutral), readColour(meanings["positive-muted"]),
    ),
    font,
    zoom,
  };
}

/** The theme that holds for an element now. @param {Element} host @returns {Theme} */
export function readTheme(host) {
  const style = getComputedStyle(host);
  const zoom = parseFloat(getComputedStyle(host.ownerDocument.documentElement).fontSize) / PLAIN_SIZE || 1;
  return makeTheme((name) => style.getPropertyValue(name).trim(), style.fontFamily, zoom);
}
