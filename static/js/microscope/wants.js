// @ts-check
/** What units want, as soon as it is known: to rise or to fall, by −∂L/∂a. A hidden unit wants the sum of what those it
 * feeds ask of it, each w·δ. */

import { neuronName } from "../elements/names.js";
import { figure } from "./figure.js";
import { valueOf } from "./formula.js";
import { layerOf } from "./place.js";
import { eventAt } from "./walk.js";

/** @typedef {import("../views/geometry.js").Geometry} Geometry */
/** @typedef {import("../views/theme.js").Theme} Theme */
/** @typedef {import("./walk_frame.js").WalkFrame} WalkFrame */
/** @typedef {import("./walk.js").Expression} Expression */
/** @typedef {import("./walk.js").Explained} Explained */
/** @typedef {{unit: number, weight: number, delta: number, value: number}} Request what one unit asks of one that feeds it */

const LONGEST = 22; // px of an arrow
const MOST = 4; // requests that are told one by one

/** ∂L/∂a of a layer's units; ∂L/∂z where the loss is one with the activation. @param {WalkFrame} frame @param {number} layer */
export const slopesOf = (frame, layer) => frame.known(layer, "da") ?? frame.known(layer + 1, "dx") ?? (layer === frame.walk.layers.length - 1 ? frame.known(layer, "delta") : undefined);

/** An arrow beside each unit; the longest of a layer has the full length. @param {CanvasRenderingContext2D} ctx @param {Geometry} geometry @param {WalkFrame} frame @param {Theme} theme */
export function drawWants(ctx, geometry, frame, theme) {
  for (const column of geometry.columns) {
    const slopes = column.layer < 0 || column.image ? undefined : slopesOf(frame, column.layer);
    if (!slopes) continue;
    const most = Math.max(...slopes.map((value) => Math.abs(value ?? 0)));
    if (!(most > 0)) continue;
    const longest = Math.min(LONGEST, column.tile * 0.6);
    for (const { unit, x, y } of column.slots) {
      const rise = (-(slopes[unit] ?? 0) / most) * longest;
      if (Math.abs(rise) >= 1) drawArrow(ctx, Math.min(x + column.tile / 2 + 13, geometry.width - 6), y, rise, theme);
    }
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y of its middle @param {number} rise @param {Theme} theme */
function drawArrow(ctx, x, y, rise, theme) {
  const head = Math.sign(rise) * Math.min(6, Math.abs(rise));
  const shaft = () => {
    ctx.beginPath();
    ctx.moveTo(x, y + rise / 2);
    ctx.lineTo(x, y - rise / 2 + head / 2);
    ctx.stroke();
  };
  ctx.strokeStyle = theme.stage;
  ctx.lineWidth = 9; // so that it stands apart from the edges it lies on
  shaft();
  ctx.strokeStyle = ctx.fillStyle = theme.backward;
  ctx.lineWidth = 2;
  shaft();
  ctx.beginPath();
  ctx.moveTo(x, y - rise / 2 - head / 4);
  ctx.lineTo(x - 4, y - rise / 2 + head);
  ctx.lineTo(x + 4, y - rise / 2 + head);
  ctx.fill();
}

/** What each unit asks of the one that is looked at: the w·δ whose sum its ∂L/∂a is. @param {Explained} explained @returns {{requests: Request[], rest: {count: number, value: number} | null} | null} */
export function requestsOf({ name, expression }) {
  if (!name.endsWith("/dx") || !("operator" in expression)) return null;
  const terms = expression.operator === "sum" ? expression.operands : [expression];
  const requests = terms.map(requestOf);
  if (requests.some((request) => request === null)) return null;
  return { requests: /** @type {Request[]} */ (requests), rest: expression.rest ?? null };
}

/** @param {Expression} term @returns {Request | null} */
function requestOf(term) {
  if (!("operator" in term) || term.operator !== "product") return null;
  const leaves = term.operands.flatMap((operand) => ("name" in operand ? [operand] : []));
  const weight = leaves.find(({ name }) => name.endsWith("/weight"));
  const delta = leaves.find((leaf) => leaf !== weight);
  return weight && delta && term.operands.length === 2 ? { unit: delta.index[0], weight: weight.value, delta: delta.value, value: valueOf(term) } : null;
}

/**
 * In words, which way the unit that is looked at wants to go, and who asks it to; empty where nothing is known of that.
 * @param {import("../lib/text.js").Text} text @param {import("./walk.js").Walk} walk @param {Explained | undefined} explained
 * @param {import("../store/columns.js").Column[]} columns @param {boolean} exact @returns {string[]}
 */
export function wantWords(text, walk, explained, columns, exact) {
  const event = eventAt(walk);
  const layer = event && layerOf(event);
  const column = layer === null ? undefined : columns[layer + 1];
  if (!event || !explained || !column || column.layer < 0 || explained.value === null) return [];
  const paired = layer === columns.length - 2 && !walk.events.some(({ quantity }) => quantity === "da");
  if (event.quantity !== "dx" && event.quantity !== "da" && !(event.quantity === "delta" && paired)) return [];
  const { value } = explained;
  const way = value === 0 ? "stay" : value < 0 ? "rise" : "fall";
  const letter = event.quantity === "delta" ? "z" : "a";
  const wish = text(`microscope.want.${way}`, { neuron: neuronName(text, column, explained.index[0]), value: figure(value, exact), slope: `∂L/∂${letter}`, letter });
  const asked = requestsOf(explained);
  const above = asked && columns[column.layer + 2];
  if (!asked || !above) return [wish];
  const shown = asked.requests.slice(0, MOST).map(({ unit, weight, delta, value: part }) =>
    text("microscope.want.request", { neuron: neuronName(text, above, unit), weight: figure(weight, exact), delta: delta < 0 ? `(${figure(delta, exact)})` : figure(delta, exact), value: figure(part, exact) }));
  const others = asked.requests.slice(MOST);
  const count = others.length + (asked.rest?.count ?? 0);
  const rest = others.reduce((sum, request) => sum + request.value, asked.rest?.value ?? 0);
  return [`${wish} ${text("microscope.want.sum")}`, ...shown, ...(count ? [text("microscope.want.rest", { count, value: figure(rest, exact) })] : [])];
}
