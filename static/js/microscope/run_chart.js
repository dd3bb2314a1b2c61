// @ts-check
/** The whole run as a picture: its loss, epochs, keyframes, the branch, what is pinned, and where one stands. Pure. */

import { formatCount, formatNumber } from "../lib/number.js";

/** @typedef {import("../store/state.js").Curve} Curve */
/** @typedef {import("../views/theme.js").Theme} Theme */
/**
 * @typedef {object} RunModel
 * @property {number} width
 * @property {number} height
 * @property {Curve} curve
 * @property {number} head the last step that the run has been at
 * @property {number} step where one stands
 * @property {number[]} keyframes
 * @property {number | null} left where the run left its trunk
 * @property {number | null} pinned the step of the pinned moment
 * @property {number} batches of an epoch
 */

export const MARGIN = { left: 8, right: 8, top: 12, bottom: 18 };
const FEW_EPOCHS = 60; // lines that are still apart from one another

/** Where a step lies. @param {Pick<RunModel, "width" | "head">} model @param {number} step */
export const xOf = ({ width, head }, step) => MARGIN.left + (Math.min(step, head) / Math.max(1, head)) * (width - MARGIN.left - MARGIN.right);

/** The part of the run that lies left of a point. @param {number} x @param {number} width */
export const partAt = (x, width) => (x - MARGIN.left) / Math.max(1, width - MARGIN.left - MARGIN.right);

/** @param {CanvasRenderingContext2D} ctx @param {RunModel} model @param {Theme} theme */
export function drawRun(ctx, model, theme) {
  const { width, height, curve, head, step, left, pinned } = model;
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  ctx.clearRect(0, 0, width, height);
  ctx.fillStyle = theme.line;
  ctx.fillRect(MARGIN.left, bottom, width - MARGIN.left - MARGIN.right, 1);
  drawEpochs(ctx, model, theme, top, bottom);
  const highest = Math.max(1e-12, ...known(curve.train_max), ...known(curve.validation));
  const y = (/** @type {number} */ value) => bottom - (value / (1.06 * highest)) * (bottom - top);
  drawBand(ctx, model, theme, y);
  drawLine(ctx, model, curve.validation, theme.validation, 2, y);
  ctx.fillStyle = theme.quiet;
  for (const at of model.keyframes) if (at <= head) ctx.fillRect(Math.round(xOf(model, at)) - 0.5, bottom, 1, 5);
  if (left !== null && left <= head) drawBranch(ctx, xOf(model, left), top, bottom, theme);
  if (pinned !== null && pinned <= head) drawPin(ctx, xOf(model, pinned), top, bottom, theme);
  const here = xOf(model, step);
  ctx.fillStyle = `color-mix(in srgb, ${theme.surface} 62%, transparent)`;
  ctx.fillRect(here, top, Math.max(0, width - MARGIN.right - here), bottom - top); // what lies ahead is paler
  ctx.fillStyle = theme.ink;
  ctx.fillRect(Math.round(here) - 1, top - 4, 2.5, bottom - top + 8);
  drawScale(ctx, model, theme, height, highest);
}

/** @param {(number | null)[]} values */
const known = (values) => values.filter((value) => value !== null);

/** @param {CanvasRenderingContext2D} ctx @param {RunModel} model @param {Theme} theme @param {number} top @param {number} bottom */
function drawEpochs(ctx, model, theme, top, bottom) {
  const { head, batches } = model;
  const count = head / Math.max(1, batches);
  const every = Math.max(1, Math.ceil(count / FEW_EPOCHS)) * batches;
  ctx.fillStyle = theme.line;
  for (let at = every; at < head; at += every) ctx.fillRect(Math.round(xOf(model, at)), top, 1, bottom - top);
}

/** Training between its smallest and largest loss. @param {CanvasRenderingContext2D} ctx @param {RunModel} model @param {Theme} theme @param {(value: number) => number} y */
function drawBand(ctx, model, theme, y) {
  const { bucket, train_min: low, train_max: high } = model.curve;
  ctx.beginPath();
  low.forEach((value, k) => value !== null && ctx.lineTo(xOf(model, (k + 1) * bucket), y(value)));
  for (let k = high.length - 1; k >= 0; k -= 1) {
    const value = high[k];
    if (value !== null) ctx.lineTo(xOf(model, (k + 1) * bucket), y(value));
  }
  ctx.fillStyle = `color-mix(in srgb, ${theme.train} 35%, transparent)`;
  ctx.fill();
  ctx.strokeStyle = theme.train;
  ctx.lineWidth = 1;
  ctx.stroke();
}

/** @param {CanvasRenderingContext2D} ctx @param {RunModel} model @param {(number | null)[]} values @param {string} colour @param {number} wide @param {(value: number) => number} y */
function drawLine(ctx, model, values, colour, wide, y) {
  ctx.beginPath();
  values.forEach((value, k) => value !== null && ctx.lineTo(xOf(model, (k + 1) * model.curve.bucket), y(value)));
  ctx.strokeStyle = colour;
  ctx.lineWidth = wide;
  ctx.lineJoin = "round";
  ctx.stroke();
}

/** A fork, where the trunk was left. @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} top @param {number} bottom @param {Theme} theme */
function drawBranch(ctx, x, top, bottom, theme) {
  ctx.strokeStyle = theme.update;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, top + 12);
  ctx.lineTo(x + 9, top + 3);
  ctx.moveTo(x + 4, top + 2);
  ctx.lineTo(x + 9, top + 3);
  ctx.lineTo(x + 8, top + 8);
  ctx.stroke();
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} top @param {number} bottom @param {Theme} theme */
function drawPin(ctx, x, top, bottom, theme) {
  ctx.fillStyle = theme.accent;
  ctx.fillRect(Math.round(x) - 0.75, top, 1.5, bottom - top);
  ctx.beginPath();
  ctx.arc(x, top + 4, 4.5, 0, 2 * Math.PI);
  ctx.fill();
}

/** The first step, the last, and the largest loss. @param {CanvasRenderingContext2D} ctx @param {RunModel} model @param {Theme} theme @param {number} height @param {number} highest */
function drawScale(ctx, model, theme, height, highest) {
  ctx.fillStyle = theme.quiet;
  ctx.font = `${11 * theme.zoom}px ${theme.font}`;
  ctx.textBaseline = "bottom";
  ctx.textAlign = "left";
  ctx.fillText("0", MARGIN.left, height - 1);
  ctx.fillText(`${formatNumber(highest, 2)}`, MARGIN.left, MARGIN.top + 6);
  ctx.textAlign = "right";
  ctx.fillText(formatCount(model.head), model.width - MARGIN.right, height - 1);
}
