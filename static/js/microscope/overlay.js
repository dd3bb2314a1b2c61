// @ts-check
/** What a walk adds to the picture of the network: the event under the cursor in its phase's colour, wants, zeros, ghosts. */

import { formatNumber, NOTHING } from "../lib/number.js";
import { traceEdge } from "../views/edges.js";
import { along } from "../views/geometry.js";
import { leavesOf, termsOf } from "./formula.js";
import { drawChangedPath, drawGhosts, shownName } from "./ghosts.js";
import { drawGradientSigns } from "./gradient_signs.js";
import { traceTile } from "./outline.js";
import { explainedAt, layerOf, ofGradient, ofParameters, parameterAt, zoomAt } from "./place.js";
import { flightAt } from "./spans.js";
import { symbolOf } from "./symbols.js";
import { eventAt } from "./walk.js";
import { drawWants } from "./wants.js";
import { shuts, zeroOf } from "./zeros.js";
import { byUnit } from "./zoom.js";

/** @typedef {import("../views/geometry.js").Geometry} Geometry */
/** @typedef {import("../views/geometry.js").PlacedColumn} PlacedColumn */
/** @typedef {import("../views/theme.js").Theme} Theme */
/** @typedef {import("./walk_frame.js").WalkFrame} WalkFrame */
/** @typedef {import("./walk.js").TraceEvent} TraceEvent */

const DOT = 6;
const BESIDE = 8; // px to the right, where the ring of a bias does not reach

/** @param {TraceEvent["phase"]} phase @param {Theme} theme */
export function phaseColour(phase, theme) {
  return phase === "loss" ? theme.quiet : theme[phase];
}

/**
 * What stands below a tile: a, or z as long as there is no a; on the way back δ.
 * @param {WalkFrame} frame @param {number} layer @param {number} unit @param {Theme} theme
 * @returns {{text: string, colour: string, shift?: number}}
 */
export function labelOf(frame, layer, unit, theme) {
  const name = shownName(frame, layer, unit);
  const value = name && frame.known(layer, name)?.[unit];
  if (name === "delta") return { text: `δ ${formatNumber(value)}`, colour: theme.backward, shift: BESIDE };
  return { text: name === "z" ? `z ${formatNumber(value)}` : name ? formatNumber(value) : NOTHING, colour: theme.quiet };
}

/** @param {CanvasRenderingContext2D} ctx @param {Geometry} geometry @param {WalkFrame} frame @param {Theme} theme */
export function drawWalk(ctx, geometry, frame, theme) {
  const event = eventAt(frame.walk);
  drawChangedPath(ctx, geometry, frame, theme);
  for (const column of geometry.columns) if (column.layer >= 0) drawZeros(ctx, column, frame, theme);
  if (event) drawEvent(ctx, geometry, frame, event, theme);
  if (frame.slopes) drawWants(ctx, geometry, frame, theme);
  drawGradientSigns(ctx, geometry, frame, theme);
  drawGhosts(ctx, geometry, frame, theme);
}

/** @param {CanvasRenderingContext2D} ctx @param {Geometry} geometry @param {WalkFrame} frame @param {TraceEvent} event @param {Theme} theme */
function drawEvent(ctx, geometry, frame, event, theme) {
  const { walk } = frame;
  ctx.strokeStyle = phaseColour(event.phase, theme);
  if (ofParameters(event) || ofGradient(event)) {
    const parameter = parameterAt(geometry.columns, walk.pick, event.layer ?? walk.pick.layer);
    if (parameter) drawParameter(ctx, geometry, parameter, theme);
    return;
  }
  const layer = layerOf(event);
  const column = geometry.columns[(layer ?? NaN) + 1];
  if (!column || event.quantity === "loss") return;
  const one = byUnit(zoomAt(walk.zoom, event));
  for (const slot of column.slots) {
    const chosen = slot.unit === walk.pick.unit || column.image;
    if (one && !chosen) continue;
    traceTile(ctx, column, slot, chosen ? 3 : 2);
    ctx.lineWidth = chosen ? 2.5 : 1.25;
    ctx.globalAlpha = chosen ? 1 : 0.6;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  const group = geometry.groups[event.quantity === "dx" ? (layer ?? 0) + 1 : layer ?? 0];
  if (!group || group.role === "bundle" || (event.quantity !== "z" && event.quantity !== "dx")) return;
  const term = termAt(frame, geometry);
  if (term) return drawParameter(ctx, geometry, term, theme);
  ctx.lineWidth = 1.25;
  ctx.globalAlpha = 0.75;
  for (let k = 0; k < group.units.length; k += 1) {
    const source = group.role === "weight" ? group.inputs[k] : group.units[k]; // other links go unit by unit
    if ((event.quantity === "z" ? group.units[k] : source) !== walk.pick.unit) continue;
    traceEdge(ctx, group.ends, k);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** The edge or the bias that an event of parameters is looked at for. @param {CanvasRenderingContext2D} ctx @param {Geometry} geometry @param {import("../store/state.js").ParameterTarget} parameter @param {Theme} theme */
function drawParameter(ctx, geometry, parameter, theme) {
  const column = geometry.columns[parameter.layer + 1];
  const slot = column?.slots.find(({ unit }) => unit === parameter.unit);
  const group = geometry.groups.find(({ name }) => name === parameter.name);
  const k = group ? group.units.findIndex((unit, at) => unit === parameter.unit && (parameter.input === null || group.inputs[at] === parameter.input)) : -1;
  const ink = ctx.strokeStyle;
  if (group && k >= 0) {
    ctx.globalAlpha = 0.3;
    ctx.lineWidth = 13;
    traceEdge(ctx, group.ends, k);
    ctx.stroke();
    ctx.globalAlpha = 1;
    const [x, y] = along(group.ends, k, 0.5);
    ctx.beginPath();
    ctx.arc(x, y, 5, 0, 2 * Math.PI);
    ctx.fillStyle = theme.stage;
    ctx.fill();
    ctx.strokeStyle = ink;
    ctx.lineWidth = 2.5;
    ctx.stroke();
  } else if (slot && parameter.input !== null) {
    traceTile(ctx, column, slot, 3);
    ctx.lineWidth = 2.5;
    ctx.stroke();
  } else if (slot) {
    ctx.beginPath();
    ctx.arc(slot.x - column.tile / 2, slot.y + column.tile / 2, 11, 0, 2 * Math.PI);
    ctx.lineWidth = 2.5;
    ctx.stroke();
  }
}

/** Units through which nothing passes: outlined with dashes, those dropped crossed out. @param {CanvasRenderingContext2D} ctx @param {PlacedColumn} column @param {WalkFrame} frame @param {Theme} theme */
function drawZeros(ctx, column, frame, theme) {
  for (const slot of column.slots) {
    const zero = zeroOf(frame.walk, column.layer, slot.unit);
    if (!zero) continue;
    const half = column.tile / 2;
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = 2;
    ctx.globalAlpha = 0.8;
    if (zero.reason === "dropped") {
      ctx.beginPath();
      ctx.moveTo(slot.x - half, slot.y - half);
      ctx.lineTo(slot.x + half, slot.y + half);
      ctx.moveTo(slot.x + half, slot.y - half);
      ctx.lineTo(slot.x - half, slot.y + half);
    } else {
      ctx.setLineDash(shuts(zero) ? [4, 4] : [10, 3]);
      traceTile(ctx, column, slot, -3);
    }
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
  }
}

/** The parameter of the term that is looked at, where one goes term by term. @param {WalkFrame} frame @param {Geometry} geometry */
function termAt({ walk }, geometry) {
  const explained = zoomAt(walk.zoom, eventAt(walk)) === "term" ? explainedAt(walk, geometry.columns) : undefined;
  if (!explained) return null;
  const terms = termsOf(explained.expression);
  if (terms.length < 2) return null;
  const targets = leavesOf(terms[Math.min(walk.term, terms.length - 1)]).map(({ name, index }) => symbolOf(name, index, walk.column).target);
  return targets.find((target) => target?.kind === "parameter") ?? null;
}

/**
 * What is on its way through the edges at a position of the step: w·a forward, w·δ back. A position at which an event is
 * complete has nothing on its way.
 * @param {CanvasRenderingContext2D} ctx @param {Geometry} geometry @param {WalkFrame} frame @param {Theme} theme @param {number} position
 */
export function drawTravel(ctx, geometry, frame, theme, position) {
  const { walk } = frame;
  const explained = explainedAt(walk, geometry.columns);
  const under = flightAt(walk, position, explained ? termsOf(explained.expression).length : 1);
  const event = walk.events[under.event];
  if (under.t <= 0 || under.t >= 1 || !event || event.layer === null || (event.quantity !== "z" && event.quantity !== "dx")) return;
  const group = geometry.groups[event.layer];
  if (!group || group.role !== "weight") return;
  const forward = event.quantity === "z";
  const zoom = zoomAt(walk.zoom, event);
  const term = zoom === "term" ? termAt(frame, geometry) : null;
  const numbers = forward ? frame.known(event.layer - 1, "a") : frame.known(event.layer, "delta") ?? frame.linear(event.layer);
  const weights = frame.base.array(String(group.name));
  if (!numbers || !weights) return;
  const carried = (/** @type {number} */ k) => {
    const [unit, input] = [group.units[k], group.inputs[k]];
    if (byUnit(zoom) && (forward ? unit : input) !== under.unit) return 0;
    if (term && (term.unit !== unit || term.input !== input)) return 0;
    const [row, column] = [weights.rowOf(unit), weights.columnOf(input)];
    return row < 0 || column < 0 ? 0 : Math.abs(weights.at(row, column) * (numbers[forward ? input : unit] ?? 0));
  };
  const sizes = Array.from(group.units, (_, k) => carried(k));
  const most = Math.max(...sizes);
  const eased = under.t * under.t * (3 - 2 * under.t);
  ctx.fillStyle = phaseColour(event.phase, theme);
  ctx.beginPath();
  sizes.forEach((size, k) => {
    const radius = DOT * Math.sqrt(size / most);
    if (!(radius >= 0.7)) return;
    const [x, y] = along(group.ends, k, forward ? eased : 1 - eased);
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  });
  ctx.fill();
}
