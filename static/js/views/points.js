// @ts-check
/** The samples over a plane or along a line: training filled, validation ringed, test not shown; the probe is marked. */

import { paletteIndex, readColour, mix } from "./theme.js";

/** @typedef {import("../store/state.js").Data} Data */
/** @typedef {import("./theme.js").Theme} Theme */
/** @typedef {{x: (value: number) => number, y: (value: number) => number}} Axes */

/** From the data's box to pixels, the largest x₂ on top. @param {[number, number][]} domain @param {number} width @param {number} height @returns {Axes} */
export function axesOf(domain, width, height) {
  const [[left, right], [low, high]] = domain;
  return {
    x: (value) => ((value - left) / (right - left)) * width,
    y: (value) => height - ((value - low) / (high - low)) * height,
  };
}

/** The colour of a sample. @param {Data} data @param {number} sample @param {Theme} theme */
export function colourOf(data, sample, theme) {
  if (data.labels) return theme.classes[data.labels[sample] % theme.classes.length];
  const target = data.targets?.[sample];
  const value = Array.isArray(target) ? target[0] : target ?? 0;
  const t = Math.max(-1, Math.min(1, value));
  const strong = readColour(t < 0 ? theme.negative : theme.positive);
  const [red, green, blue] = mix(readColour(theme.neutral), strong, 0.25 + 0.75 * Math.abs(t)).map(Math.round);
  return paletteIndex(t) >= 0 ? `rgb(${red} ${green} ${blue})` : theme.ink;
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {Data} data @param {Axes} axes @param {number | null} probe @param {Theme} theme
 * @param {(sample: number) => string} [colour]
 */
export function drawPoints(ctx, data, axes, probe, theme, colour = (sample) => colourOf(data, sample, theme)) {
  const radius = data.points.length > 1500 ? 2.4 : data.points.length > 600 ? 3 : 3.6;
  for (const ringed of [false, true]) {
    data.points.forEach(([x, y], sample) => {
      const part = data.parts[sample];
      if (part === "s" || (part === "v") !== ringed) return;
      ctx.beginPath();
      ctx.arc(axes.x(x), axes.y(y), ringed ? radius + 0.4 : radius, 0, 2 * Math.PI);
      ctx.fillStyle = ringed ? theme.surface : colour(sample);
      ctx.fill();
      ctx.strokeStyle = ringed ? colour(sample) : theme.surface;
      ctx.lineWidth = ringed ? 2.2 : 0.9;
      ctx.stroke();
    });
  }
  if (probe !== null && data.points[probe]) {
    const [x, y] = data.points[probe];
    for (const [colourOfRing, width] of /** @type {const} */ ([[theme.surface, 5], [theme.ink, 2.2]])) {
      ctx.beginPath();
      ctx.arc(axes.x(x), axes.y(y), radius + 5, 0, 2 * Math.PI);
      ctx.strokeStyle = colourOfRing;
      ctx.lineWidth = width;
      ctx.stroke();
    }
  }
}

/** The sample that is shown nearest to a place. @param {Data} data @param {Axes} axes @param {number} x @param {number} y @returns {number | null} */
export function nearestSample(data, axes, x, y) {
  let best = Infinity;
  /** @type {number | null} */
  let found = null;
  data.points.forEach((point, sample) => {
    if (data.parts[sample] === "s") return;
    const distance = (axes.x(point[0]) - x) ** 2 + (axes.y(point[1]) - y) ** 2;
    if (distance < best) [best, found] = [distance, sample];
  });
  return found;
}
