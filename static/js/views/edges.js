// @ts-check
/** Edges: the hue and a dash tell the sign, the width the size on the scale that is shown; the large ones lie on top. */

/** @typedef {import("./geometry.js").EdgeGroup} EdgeGroup */
/** @typedef {import("../protocol/frame.js").Frame} Frame */
/** @typedef {import("../store/state.js").Target} Target */
/** @typedef {import("./theme.js").Theme} Theme */

export const THINNEST = 0.6;
const BUCKETS = 20;

/**
 * How wide lines are: `most` is drawn as wide as `widest`.
 * @typedef {{most: number, widest: number}} Scale
 */

/** @param {number} value @param {Scale} scale */
export function edgeWidth(value, { most, widest }) {
  return THINNEST + (widest - THINNEST) * Math.min(1, Math.abs(value) / most);
}

/** @param {CanvasRenderingContext2D} ctx @param {Float32Array} ends @param {number} k */
export function traceEdge(ctx, ends, k) {
  const x0 = ends[4 * k];
  const y0 = ends[4 * k + 1];
  const x1 = ends[4 * k + 2];
  const y1 = ends[4 * k + 3];
  const middle = (x0 + x1) / 2;
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}

/** @param {CanvasRenderingContext2D} ctx @param {Float32Array} dashes */
function traceDashes(ctx, dashes) {
  ctx.beginPath();
  for (let at = 0; at < dashes.length; at += 4) {
    ctx.moveTo(dashes[at], dashes[at + 1]);
    ctx.lineTo(dashes[at + 2], dashes[at + 3]);
  }
}

/** Whether an edge belongs to what is pointed at. @param {EdgeGroup} group @param {number} k @param {Target} focus */
function concerns(group, k, focus) {
  if (focus.kind === "parameter") {
    return group.name === focus.name && group.units[k] === focus.unit && (focus.input === null || group.inputs[k] === focus.input);
  }
  if (group.layer === focus.layer) return group.units[k] === focus.unit;
  if (group.layer !== focus.layer + 1) return false;
  return (group.role === "weight" ? group.inputs[k] : group.units[k]) === focus.unit;
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {EdgeGroup} group @param {Frame | null} frame @param {Scale} scale
 * @param {Theme} theme @param {Target | null} focus @param {import("./recorder.js").Recorder | null} recorder
 */
export function drawEdges(ctx, group, frame, scale, theme, focus, recorder) {
  const array = group.name ? frame?.array(group.name) ?? null : null;
  if (!array) {
    drawPlain(ctx, group, theme);
    return;
  }
  const flat = array.shape.length === 1;
  /** @type {number[][]} */
  const buckets = Array.from({ length: 2 * BUCKETS }, () => []);
  const values = new Float32Array(group.units.length);
  for (let k = 0; k < values.length; k += 1) {
    const row = array.rowOf(group.units[k]);
    const column = flat ? 0 : array.columnOf(group.inputs[k]);
    values[k] = row < 0 || column < 0 ? NaN : flat ? array.at(row) : array.at(row, column);
    const size = Math.min(BUCKETS - 1, Math.floor((BUCKETS * Math.abs(values[k])) / scale.most));
    if (size >= 0) buckets[2 * size + (values[k] < 0 ? 1 : 0)].push(k);
    recorder?.edges.push({
      name: String(group.name), index: flat ? [group.units[k]] : [group.units[k], group.inputs[k]],
      value: Number.isNaN(values[k]) ? null : values[k], width: edgeWidth(values[k], scale), dashed: values[k] < 0,
    });
  }
  buckets.forEach((edges, bucket) => {
    if (edges.length === 0) return;
    const negative = bucket % 2 === 1;
    const share = Math.floor(bucket / 2) / (BUCKETS - 1);
    ctx.strokeStyle = negative ? theme.negative : theme.positive;
    for (const k of edges) {
      ctx.globalAlpha = (0.45 + 0.5 * share) * (focus && !concerns(group, k, focus) ? 0.25 : 1);
      ctx.lineWidth = edgeWidth(values[k], scale);
      if (negative) traceDashes(ctx, group.dashes[k]);
      else traceEdge(ctx, group.ends, k);
      ctx.stroke();
    }
  });
  ctx.globalAlpha = 1;
}

/** Links without a number of their own, and edges not computed yet. @param {CanvasRenderingContext2D} ctx @param {EdgeGroup} group @param {Theme} theme */
function drawPlain(ctx, group, theme) {
  ctx.strokeStyle = theme["line-strong"];
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = group.role === "bundle" ? 1.5 : 1;
  for (let k = 0; k < group.units.length; k += 1) {
    traceEdge(ctx, group.ends, k);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/**
 * The bias of every neuron of a layer, at its tile's lower left corner: a disc for plus, a ring for minus, as large as
 * a weight of its size is wide.
 * @param {CanvasRenderingContext2D} ctx @param {import("./geometry.js").PlacedColumn} column @param {Frame | null} frame
 * @param {Scale} scale @param {Theme} theme @param {import("./recorder.js").Recorder | null} recorder
 */
export function drawBiases(ctx, column, frame, scale, theme, recorder) {
  const name = `layers/${column.layer}/${column.kind === "batch_norm" ? "shift" : "bias"}`;
  const array = frame?.array(name);
  if (!array) return;
  for (const { unit, x, y } of column.slots) {
    const row = array.rowOf(unit);
    const value = row < 0 ? NaN : array.at(row);
    const radius = 2.2 + edgeWidth(value, scale) * 0.7;
    recorder?.biases.push({ name, index: [unit], value: Number.isNaN(value) ? null : value, radius });
    if (Number.isNaN(value)) continue;
    ctx.beginPath();
    ctx.arc(x - column.tile / 2, y + column.tile / 2, radius, 0, 2 * Math.PI);
    ctx.fillStyle = value < 0 ? theme.stage : theme.positive;
    ctx.fill();
    if (value < 0) {
      ctx.strokeStyle = theme.negative;
      ctx.lineWidth = Math.max(1.4, radius * 0.5);
      ctx.stroke();
    }
  }
}

/** A light behind the edge that is selected or pointed at. @param {CanvasRenderingContext2D} ctx @param {EdgeGroup[]} groups @param {Target | null} target @param {Frame | null} frame @param {Scale} scale @param {Theme} theme */
export function markEdge(ctx, groups, target, frame, scale, theme) {
  if (target?.kind !== "parameter" || (target.input === null && !target.name.endsWith("/scale"))) return;
  const group = groups.find(({ name }) => name === target.name);
  const value = frame?.value(target.name, ...target.index) ?? 0;
  for (let k = 0; group && k < group.units.length; k += 1) {
    if (!concerns(group, k, target)) continue;
    traceEdge(ctx, group.ends, k);
    ctx.strokeStyle = theme.ink;
    ctx.globalAlpha = 0.3;
    ctx.lineWidth = edgeWidth(value, scale) + 7;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
}

/** A ring around the bias that is selected or pointed at. @param {CanvasRenderingContext2D} ctx @param {import("./geometry.js").PlacedColumn[]} columns @param {Target | null} target @param {Theme} theme */
export function markBias(ctx, columns, target, theme) {
  if (target?.kind !== "parameter" || !/\/(bias|shift)$/.test(target.name)) return;
  const column = columns.find(({ layer }) => layer === target.layer);
  const slot = column?.slots.find(({ unit }) => unit === target.unit);
  if (!column || !slot) return;
  ctx.beginPath();
  ctx.arc(slot.x - column.tile / 2, slot.y + column.tile / 2, 11, 0, 2 * Math.PI);
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.5;
  ctx.stroke();
}
