// @ts-check
/** Tiles: what each neuron responds to, over the plane, along a line, as its weights on an image or as a distribution. */

import { formatNumber, NOTHING } from "../lib/number.js";
import { largest, shadeOf } from "./scale.js";
import { paletteIndex } from "./theme.js";

/** @typedef {import("../protocol/frame.js").Frame} Frame */
/** @typedef {import("../protocol/frame.js").FrameArray} FrameArray */
/** @typedef {import("./geometry.js").PlacedColumn} PlacedColumn */
/** @typedef {import("./geometry.js").Slot} Slot */
/** @typedef {import("./theme.js").Theme} Theme */
/** @typedef {import("./network.js").NetworkModel} NetworkModel */
/** @typedef {{kind: "heat" | "image" | "curve" | "bars" | "value", name: string | null, array: FrameArray | null, shade: import("./scale.js").Shade, width: number, height: number}} Picture */

/** What the tiles of a column show. @param {NetworkModel} model @param {PlacedColumn} column @returns {Picture} */
export function pictureOf(model, column) {
  const { frame, data, geometry } = model;
  const part = column.layer < 0 ? "inputs" : `layers/${column.layer}`;
  const output = column.index === geometry.columns.length - 1 && data.task === "binary";
  const find = (/** @type {string} */ name) => /** @type {const} */ ([name, frame?.array(name) ?? null]);
  const shade = (/** @type {FrameArray} */ array) => shadeOf(column.activation, output, largest(array));
  const size = data.image_size;

  if (size && (column.image || (column.dense && geometry.columns[column.index - 1].image))) {
    const [name, array] = find(column.image ? "probe/inputs" : `layers/${column.layer}/weight`);
    const whole = array && (column.image || !array.inputs);
    const reach = { middle: 0, reach: Math.max(1e-6, largest(array) * (column.image ? 1 : 0.75)) };
    return { kind: "image", name, array: whole ? array : null, shade: reach, width: size[1], height: size[0] };
  }
  const [surfaces, heat] = find(`surfaces/${part}`);
  if (heat) return { kind: "heat", name: surfaces, array: heat, shade: shade(heat), width: heat.shape[2], height: heat.shape[1] };
  const [curves, curve] = find(`curves/${part}`);
  if (curve) return { kind: "curve", name: curves, array: curve, shade: shade(curve), width: curve.shape[1], height: 1 };
  const [bins, bars] = find(`distributions/${part}`);
  if (bars) return { kind: "bars", name: bins, array: bars, shade: shade(bars), width: bars.shape[1], height: 1 };
  const [values, probe] = find(column.layer < 0 ? "probe/inputs" : `probe/${part}/a`);
  return { kind: "value", name: values, array: probe, shade: shadeOf(column.activation, output, Math.max(1, largest(probe))), width: 1, height: 1 };
}

/** @param {CanvasRenderingContext2D} ctx @param {NetworkModel} model @param {Theme} theme */
export function drawTiles(ctx, model, theme) {
  const pictures = model.geometry.columns.map((column) => pictureOf(model, column));
  const places = model.atlas ? fillAtlas(model, pictures, theme) : new Map();
  model.geometry.columns.forEach((column, index) => {
    for (const slot of column.slots) drawTile(ctx, model, column, slot, pictures[index], places.get(slot), theme);
    drawLabels(ctx, model, column, theme);
  });
}

/** @param {NetworkModel} model @param {Picture[]} pictures @param {Theme} theme @returns {Map<Slot, number>} each picture's place */
function fillAtlas(model, pictures, theme) {
  const atlas = /** @type {import("./atlas.js").Atlas} */ (model.atlas);
  const { columns } = model.geometry;
  const painted = columns.filter((_, index) => pictures[index].kind === "heat" || pictures[index].kind === "image");
  const cell = Math.max(32, ...painted.map((column) => Math.max(pictures[column.index].width, pictures[column.index].height)));
  atlas.begin(painted.reduce((sum, column) => sum + column.slots.length, 0), cell);
  const places = new Map();
  for (const column of painted) {
    const { array, width, height, shade } = pictures[column.index];
    if (!array) continue;
    for (const slot of column.slots) {
      const row = column.image ? -1 : array.rowOf(slot.unit);
      if (column.image || row >= 0) places.set(slot, atlas.add(array, row, width, height, shade, theme.palette));
    }
  }
  atlas.finish();
  return places;
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {NetworkModel} model @param {PlacedColumn} column @param {Slot} slot
 * @param {Picture} picture @param {number | undefined} place @param {Theme} theme
 */
function drawTile(ctx, model, column, slot, picture, place, theme) {
  const size = column.tile;
  const x = slot.x - size / 2;
  const y = slot.y - size / 2;
  const radius = Math.min(8, size * 0.16);
  const row = picture.array ? (column.image ? 0 : picture.array.rowOf(slot.unit)) : -1;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, size, size, radius);
  ctx.fillStyle = theme.surface;
  ctx.fill();
  ctx.clip();
  if (picture.array && row >= 0) {
    if (place !== undefined) model.atlas?.draw(ctx, place, picture.width, picture.height, x, y, size);
    else if (picture.kind === "curve") drawResponse(ctx, picture.array, row, picture.shade, x, y, size, theme);
    else if (picture.kind === "bars") drawBins(ctx, model, column, picture.array, row, x, y, size, theme);
    else if (picture.kind === "value") drawSwatch(ctx, (picture.array.at(row) - picture.shade.middle) / picture.shade.reach, x, y, size, theme);
    model.recorder?.tiles.push({
      name: String(picture.name), layer: column.layer, unit: slot.unit,
      values: [...picture.array.values(column.image ? -1 : row)],
    });
  }
  ctx.restore();
  const chosen = [model.focus, model.selection].some((target) => target?.kind === "neuron" && target.layer === column.layer && target.unit === slot.unit);
  ctx.beginPath();
  ctx.roundRect(x, y, size, size, radius);
  ctx.strokeStyle = chosen ? theme.accent : theme.line;
  ctx.lineWidth = chosen ? 2.5 : 1;
  ctx.stroke();
}

/** One value as one colour. @param {CanvasRenderingContext2D} ctx @param {number} t @param {number} x @param {number} y @param {number} size @param {Theme} theme */
function drawSwatch(ctx, t, x, y, size, theme) {
  if (Number.isNaN(t)) return; // not known yet
  const pixel = theme.palette[paletteIndex(t)];
  ctx.fillStyle = `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
  ctx.fillRect(x, y, size, size);
}

/**
 * How a neuron answers along one input: what is above zero filled with the one hue, what is below with the other.
 * @param {CanvasRenderingContext2D} ctx @param {FrameArray} array @param {number} row @param {import("./scale.js").Shade} shade
 * @param {number} x @param {number} y @param {number} size @param {Theme} theme
 */
function drawResponse(ctx, array, row, shade, x, y, size, theme) {
  const count = array.shape[1];
  const middle = y + size / 2;
  const height = (/** @type {number} */ k) => middle - (Math.max(-1.05, Math.min(1.05, array.at(row, k) / shade.reach)) * size) / 2.2;
  for (const [bound, colour] of /** @type {const} */ ([[Math.min, theme["positive-muted"]], [Math.max, theme["negative-muted"]]])) {
    ctx.beginPath();
    ctx.moveTo(x, middle);
    for (let k = 0; k < count; k += 1) ctx.lineTo(x + (size * k) / (count - 1), bound(height(k), middle));
    ctx.lineTo(x + size, middle);
    ctx.fillStyle = colour;
    ctx.fill();
  }
  ctx.beginPath();
  for (let k = 0; k < count; k += 1) ctx.lineTo(x + (size * k) / (count - 1), height(k));
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.25;
  ctx.stroke();
}

/**
 * How often a neuron has which activation over the data, from the smallest to the largest; zero is marked.
 * @param {CanvasRenderingContext2D} ctx @param {NetworkModel} model @param {PlacedColumn} column @param {FrameArray} array
 * @param {number} row @param {number} x @param {number} y @param {number} size @param {Theme} theme
 */
function drawBins(ctx, model, column, array, row, x, y, size, theme) {
  const count = array.shape[1];
  const range = model.frame?.array(`distributions/${column.layer < 0 ? "inputs" : `layers/${column.layer}`}/range`);
  const ends = !range ? [-1, 1] : range.shape.length === 2 ? [range.at(row, 0), range.at(row, 1)] : [range.at(0), range.at(1)];
  let tallest = 0;
  for (let k = 0; k < count; k += 1) tallest = Math.max(tallest, array.at(row, k));
  for (let k = 0; k < count; k += 1) {
    const tall = tallest ? (Math.sqrt(array.at(row, k) / tallest)) * (size - 6) : 0;
    const centre = ends[0] + ((ends[1] - ends[0]) * (k + 0.5)) / count;
    ctx.fillStyle = centre < 0 ? theme["negative-muted"] : theme["positive-muted"];
    ctx.fillRect(x + 3 + ((size - 6) * k) / count, y + size - tall - 1, (size - 6) / count + 0.3, tall);
  }
  if (ends[0] < 0 && ends[1] > 0) {
    ctx.fillStyle = theme.quiet;
    ctx.fillRect(x + 3 + ((size - 6) * -ends[0]) / (ends[1] - ends[0]), y + 2, 1, size - 4);
  }
}

/** The names of units and, below each tile, the probe's value. @param {CanvasRenderingContext2D} ctx @param {NetworkModel} model @param {PlacedColumn} column @param {Theme} theme */
function drawLabels(ctx, model, column, theme) {
  const array = model.frame?.array(column.layer < 0 ? "probe/inputs" : `probe/layers/${column.layer}/a`);
  const size = (model.geometry.compact ? 10.5 : 11.5) * theme.zoom;
  ctx.font = `500 ${size}px ${theme.font}`;
  ctx.textBaseline = "top";
  for (const { unit, x, y } of column.slots) {
    const row = array ? array.rowOf(unit) : -1;
    const value = array && row >= 0 ? array.at(row) : null;
    const own = model.label?.(column.layer, unit);
    const text = column.image ? "" : own?.text ?? (value === null ? NOTHING : formatNumber(value));
    ctx.textAlign = "center";
    ctx.fillStyle = own?.colour ?? theme.quiet;
    if (text) ctx.fillText(text, x + (own?.shift ?? 0), y + column.tile / 2 + 5 * theme.zoom);
    model.recorder?.labels.push({ layer: column.layer, unit, value, text });
    if (column.layer < 0 && !column.image) drawName(ctx, column.names[unit] ?? "", x - column.tile / 2 - 8, y - size / 2, theme);
  }
}

/** A name to the left of its tile, short enough to fit. @param {CanvasRenderingContext2D} ctx @param {string} name @param {number} x @param {number} y @param {Theme} theme */
function drawName(ctx, name, x, y, theme) {
  ctx.textAlign = "right";
  ctx.fillStyle = theme.ink;
  ctx.fillText(name.length > 13 ? `${name.slice(0, 12)}…` : name, x, y);
}
