// @ts-check
/** How gradients fare on their way: vanishing or exploding layer by layer, and cut by clipping; in words, in bars and on
 * the graph. */

import { layerName } from "../elements/names.js";
import { h } from "../lib/html.js";
import { formatNumber } from "../lib/number.js";
import { along } from "../views/geometry.js";
import { figure } from "./figure.js";
import { eventAt } from "./walk.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {{layer: number, kind: "vanishing" | "exploding" | "zero" | "endless" | "near", times: number | null, size: number | null}} Sign */

const FAR = 100; // times smaller or larger than in the last layer
const NEAR_THE_END = 1e20; // numbers count as lost from 10³⁰ on
const LEAST_DECADES = 3; // that the scale of the bars spans
const ABOVE = 12; // px over the first tile

/** The layers whose gradients are known, those nearest to the output last. @param {Walk} walk */
const known = ({ gradients }) => gradients.flatMap((size, layer) => (size.known ? [{ layer, ...size }] : []));

/** What is to be said of the sizes of a step's gradients, by layer. @param {Walk} walk @returns {Sign[]} */
export function signsOf(walk) {
  const layers = known(walk);
  const last = layers[layers.length - 1];
  const phase = eventAt(walk)?.phase;
  if (!last || (phase !== "backward" && phase !== "update")) return [];
  return layers.flatMap(({ layer, gradient: size }) => {
    const sign = (/** @type {Sign["kind"]} */ kind, /** @type {number | null} */ times = null) => [{ layer, kind, times, size }];
    if (size === null) return sign("endless");
    if (size > NEAR_THE_END) return sign("near");
    if (size === 0) return sign("zero");
    if (layer === last.layer || !last.gradient) return [];
    if (last.gradient / size >= FAR) return sign("vanishing", last.gradient / size);
    return size / last.gradient >= FAR ? sign("exploding", size / last.gradient) : [];
  });
}

/** The sign that says most, in a sentence. @param {Text} text @param {Walk} walk @param {boolean} [exact] */
export function signWords(text, walk, exact = false) {
  const rank = ["endless", "near", "exploding", "vanishing", "zero"];
  const weight = (/** @type {Sign} */ { kind, times }) => rank.indexOf(kind) - (times ?? 0) / 1e300;
  const [worst] = signsOf(walk).sort((one, other) => weight(one) - weight(other));
  if (!worst) return null;
  const layers = known(walk);
  return text(`microscope.gradients.${worst.kind}`, {
    layer: layerName(text, worst.layer), last: layerName(text, layers[layers.length - 1].layer), times: timesWords(worst.times), size: figure(worst.size, exact),
  });
}

/** "1356", "2.5·10⁷". @param {number | null} times */
const timesWords = (times) => (times === null ? "" : times < 1e6 ? String(Math.round(times)) : formatNumber(times, 2));

/** A bar for each layer that learns, on a logarithmic scale, under what is to be said of them; null where nothing is. @param {Text} text @param {Walk} walk @param {boolean} exact */
export function gradientBars(text, walk, exact) {
  const phase = eventAt(walk)?.phase;
  const layers = known(walk);
  const words = signWords(text, walk, exact);
  if ((layers.length < 2 && !words) || (phase !== "backward" && phase !== "update")) return null;
  const share = logShares(layers.map(({ gradient }) => gradient));
  const flagged = new Set(signsOf(walk).map(({ layer }) => layer));
  return h("table", { class: "ms-sizes", title: text("microscope.gradients.caption") },
    h("caption", { class: words ? "" : "ms-quiet" }, words ?? text("microscope.gradients.caption")),
    h("thead", { class: "visually-hidden" }, h("tr", {}, ...["layer", "bar", "gradient", "delta"].map((head) => h("th", { scope: "col" }, text(`microscope.gradients.head_${head}`))))),
    h("tbody", {}, ...layers.map(({ layer, gradient, delta }, k) => {
      const bar = h("i", { "aria-hidden": "true" });
      bar.style.width = `${100 * share[k]}%`;
      return h("tr", { class: flagged.has(layer) ? "flagged" : "" },
        h("th", { scope: "row" }, layerName(text, layer)), h("td", { class: "ms-size-bar" }, bar),
        h("td", {}, figure(gradient, exact)), h("td", { class: "ms-quiet" }, delta === null ? "" : `δ ${figure(delta, exact)}`));
    })));
}

/** The part of the full length that each size has on a common logarithmic scale. @param {(number | null)[]} sizes */
export function logShares(sizes) {
  const powers = sizes.flatMap((size) => (size ? [Math.log10(size)] : []));
  const high = Math.max(...powers);
  const low = Math.min(Math.min(...powers) - 0.25, high - LEAST_DECADES);
  return sizes.map((size) => (size === null ? 1 : size === 0 ? 0 : (Math.log10(size) - low) / (high - low)));
}

/** What clipping did, in a sentence; null where it did nothing. @param {Text} text @param {Walk} walk @param {boolean} exact */
export function clippedWords(text, { clipped }, exact) {
  if (!clipped) return null;
  const { kind, limit, before, factor, count } = clipped;
  return text(`microscope.clipped.${kind}`, { limit: figure(limit, exact), before: figure(before, exact), factor: figure(factor, exact), count });
}

/** @param {CanvasRenderingContext2D} ctx @param {import("../views/geometry.js").Geometry} geometry @param {import("./walk_frame.js").WalkFrame} frame @param {import("../views/theme.js").Theme} theme */
export function drawGradientSigns(ctx, geometry, { walk }, theme) {
  ctx.font = `600 11px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.backward;
  for (const { layer, kind, times } of signsOf(walk)) {
    const column = geometry.columns[layer + 1];
    const first = column?.slots[0];
    if (!first) continue;
    const mark = { vanishing: `∂w ÷ ${timesWords(times)}`, exploding: `∂w × ${timesWords(times)}`, zero: "∂w = 0", endless: "∂w = ∞", near: "∂w → ∞" }[kind];
    ctx.fillText(mark, first.x, first.y - column.tile / 2 - ABOVE);
  }
  if (eventAt(walk)?.phase === "update") drawCuts(ctx, geometry, walk, theme);
}

/** Two short strokes through what clipping has cut. @param {CanvasRenderingContext2D} ctx @param {import("../views/geometry.js").Geometry} geometry @param {Walk} walk @param {import("../views/theme.js").Theme} theme */
function drawCuts(ctx, geometry, { clipped }, theme) {
  ctx.strokeStyle = theme.backward;
  ctx.lineWidth = 1.5;
  for (const [name, index] of clipped?.parameters ?? []) {
    const group = geometry.groups.find((each) => each.name === name);
    const k = group ? group.units.findIndex((unit, at) => unit === index[0] && (index.length < 2 || group.inputs[at] === index[1])) : -1;
    if (!group || k < 0) continue;
    for (const t of [0.49, 0.51]) {
      const [[x, y], [x1, y1]] = [along(group.ends, k, t), along(group.ends, k, t + 0.01)];
      const length = Math.hypot(x1 - x, y1 - y) || 1;
      const [across, down] = [(-6 * (y1 - y)) / length, (6 * (x1 - x)) / length];
      ctx.beginPath();
      ctx.moveTo(x - across, y - down);
      ctx.lineTo(x + across, y + down);
      ctx.stroke();
    }
  }
}
