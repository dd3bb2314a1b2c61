// @ts-check
/** Draws what a tile shows: the network's small picture, and the line of its loss. */

import { mix, paletteIndex, pixel, readColour } from "../views/theme.js";

/** @typedef {import("../views/theme.js").Theme} Theme */
/**
 * Numbers are bytes in base64: 0 and 254 are the ends of their scale.
 * @typedef {{kind: "surface", side: number, values: string} | {kind: "classes", side: number, values: string, sure: string}
 *   | {kind: "curve", values: string, points: [string, string]} | {kind: "scatter", points: [string, string]}
 *   | {kind: "bars", values: (number | null)[]}} Picture
 */

const TOP = 254;

/** @param {string} text @returns {Uint8Array} */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** The pixels of a surface, row by row from the top left. @param {Extract<Picture, {side: number}>} picture @param {Theme} theme */
export function pixelsOf(picture, theme) {
  const values = bytesOf(picture.values);
  if (picture.kind === "surface") return Uint32Array.from(values, (value) => theme.palette[paletteIndex((2 * value) / TOP - 1)]);
  const sure = bytesOf(picture.sure);
  const ground = readColour(theme.neutral);
  return Uint32Array.from(values, (label, at) =>
    pixel(mix(ground, theme.classColours[label % theme.classColours.length], 0.08 + (0.54 * sure[at]) / 255)));
}

/** @param {HTMLCanvasElement} canvas @param {Picture} picture @param {Theme} theme */
export function drawPicture(canvas, picture, theme) {
  if ("side" in picture) {
    canvas.width = canvas.height = picture.side;
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const image = ctx.createImageData(picture.side, picture.side);
    new Uint32Array(image.data.buffer).set(pixelsOf(picture, theme));
    ctx.putImageData(image, 0, 0);
    return;
  }
  const { ctx, width, height } = prepared(canvas);
  if (picture.kind === "bars") drawBars(ctx, picture.values, width, height, theme);
  else drawPlot(ctx, picture, width, height, theme);
}

/** @param {HTMLCanvasElement} canvas @param {(number | null)[]} line @param {Theme} theme */
export function drawLine(canvas, line, theme) {
  const { ctx, width, height } = prepared(canvas);
  const points = linePoints(line, width, height);
  if (points.length < 2) return;
  stroke(ctx, points, theme.validation, 1.5);
}

/** Where the line goes, on a logarithmic scale where all of it is above zero. @param {(number | null)[]} line @param {number} width @param {number} height @returns {[number, number][]} */
export function linePoints(line, width, height) {
  const known = line.filter((value) => value !== null);
  const scale = known.every((value) => value > 0) ? Math.log : (/** @type {number} */ value) => value;
  const scaled = known.map(scale);
  const low = Math.min(...scaled);
  const reach = Math.max(...scaled) - low;
  const space = height - 4;
  return scaled.map((value, at) => [(at / Math.max(1, scaled.length - 1)) * width, 2 + space * (reach > 0 ? 1 - (value - low) / reach : 0.5)]);
}

/** A canvas as large as it is shown, cleared. @param {HTMLCanvasElement} canvas */
function prepared(canvas) {
  const width = canvas.clientWidth || 96;
  const height = canvas.clientHeight || 96;
  const dense = devicePixelRatio || 1;
  canvas.width = Math.round(width * dense);
  canvas.height = Math.round(height * dense);
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.scale(dense, dense);
  return { ctx, width, height };
}

/** @param {CanvasRenderingContext2D} ctx @param {(number | null)[]} values @param {number} width @param {number} height @param {Theme} theme */
function drawBars(ctx, values, width, height, theme) {
  const row = height / Math.max(values.length, 1);
  const thick = Math.min(row * 0.6, 14);
  values.forEach((value, at) => {
    const top = row * (at + 0.5) - thick / 2;
    ctx.fillStyle = theme.line;
    ctx.fillRect(0, top, width, thick);
    ctx.fillStyle = theme.classes[at % theme.classes.length];
    ctx.fillRect(0, top, width * (value ?? 0), thick);
  });
}

/** @param {CanvasRenderingContext2D} ctx @param {Extract<Picture, {kind: "curve" | "scatter"}>} picture @param {number} width @param {number} height @param {Theme} theme */
function drawPlot(ctx, picture, width, height, theme) {
  const place = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {[number, number]} */ ([4 + (width - 8) * x, height - 4 - (height - 8) * y]);
  const [xs, ys] = picture.points.map(bytesOf);
  ctx.fillStyle = theme.train;
  ctx.globalAlpha = 0.55;
  xs.forEach((x, at) => {
    ctx.beginPath();
    ctx.arc(...place(x / TOP, ys[at] / TOP), 2, 0, 2 * Math.PI);
    ctx.fill();
  });
  ctx.globalAlpha = 1;
  if (picture.kind === "scatter") return stroke(ctx, [place(0, 0), place(1, 1)], theme["line-strong"], 1);
  const values = bytesOf(picture.values);
  stroke(ctx, [...values].map((value, at) => place(at / (values.length - 1), value / TOP)), theme.ink, 2);
}

/** @param {CanvasRenderingContext2D} ctx @param {[number, number][]} points @param {string} colour @param {number} width */
function stroke(ctx, points, colour, width) {
  ctx.beginPath();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  for (const point of points) ctx.lineTo(...point);
  ctx.stroke();
}
