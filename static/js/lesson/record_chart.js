// @ts-check
/** What a table of a lesson says, as a picture: the second column against the first. It is there from the second row on. */

import { written } from "./goal.js";

/** @typedef {Record<string, number | null>} Row */
/** @typedef {{x: number, y: number}} Point */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 280;
const HEIGHT = 120;
const EDGE = { left: 46, right: 12, top: 10, bottom: 20 };
const WIDE = 8; // how many times the least the greatest must be for a logarithmic scale

/** @param {string} name @param {Record<string, string | number>} attributes @param {string} [text] */
function svg(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** The rows as points from the left to the right; those without a number are left out. @param {Row[]} rows @param {string[]} columns @returns {Point[]} */
export function pointsOf(rows, [across, up]) {
  const known = rows.flatMap((row) => {
    const [x, y] = [row[across], row[up]];
    return typeof x === "number" && typeof y === "number" ? [{ x, y }] : [];
  });
  return known.sort((one, other) => one.x - other.x);
}

/** Where a number stands between the least and the greatest, from 0 to 1; over decades by its logarithm. @param {number[]} numbers @returns {(value: number) => number} */
export function scaleOf(numbers) {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const along = low > 0 && high / low >= WIDE ? Math.log : (/** @type {number} */ value) => value;
  const span = along(high) - along(low);
  return (value) => (span > 0 ? (along(value) - along(low)) / span : 0.5);
}

/** @param {Row[]} rows @param {string[]} columns @returns {SVGElement[]} */
export function drawRecord(rows, columns) {
  const points = pointsOf(rows, columns);
  if (columns.length < 2 || new Set(points.map(({ x }) => x)).size < 2) return [];
  const [across, up] = [scaleOf(points.map(({ x }) => x)), scaleOf(points.map(({ y }) => y))];
  const left = (/** @type {number} */ x) => EDGE.left + across(x) * (WIDTH - EDGE.left - EDGE.right);
  const top = (/** @type {number} */ y) => EDGE.top + (1 - up(y)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }); // the table says it in numbers
  const bottom = HEIGHT - EDGE.bottom;
  picture.append(svg("path", { class: "axis", d: `M${EDGE.left - 6} ${EDGE.top}V${bottom + 4}H${WIDTH - EDGE.right}` }));
  picture.append(svg("polyline", { points: points.map(({ x, y }) => `${left(x)},${top(y)}`).join(" ") }));
  for (const { x, y } of points) picture.append(svg("circle", { cx: left(x), cy: top(y), r: 3.5 }));
  const ends = [points[0].x, points[points.length - 1].x];
  ends.forEach((x, end) => picture.append(svg("text", { x: left(x), y: HEIGHT - 4, "text-anchor": end ? "end" : "start" }, written(columns[0], x))));
  const heights = points.map(({ y }) => y);
  for (const y of new Set([Math.min(...heights), Math.max(...heights)])) {
    picture.append(svg("text", { x: EDGE.left - 10, y: top(y) + 4, "text-anchor": "end" }, written(columns[1], y)));
  }
  return [picture];
}
