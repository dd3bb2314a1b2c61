// @ts-check
/** The network as a picture: edges, biases, tiles and numbers of one frame. Pure: a context, a model and a theme. */

import { drawBiases, drawEdges, markBias, markEdge } from "./edges.js";
import { drawTiles } from "./tiles.js";

/**
 * @typedef {object} NetworkModel
 * @property {import("./geometry.js").Geometry} geometry
 * @property {import("../protocol/frame.js").Frame | null} frame
 * @property {import("../store/state.js").Data} data
 * @property {import("../protocol/frame.js").Frame | null} [edges] whose parameters the edges stand for, if not the frame's
 * @property {number} scale the weight that has full width
 * @property {import("../store/state.js").Target | null} focus what is pointed at
 * @property {import("../store/state.js").Target | null} selection
 * @property {import("./atlas.js").Atlas | null} atlas where heatmaps are prepared; without one they are left out
 * @property {import("./recorder.js").Recorder | null} recorder
 * @property {((layer: number, unit: number) => {text: string, colour: string, shift?: number}) | null} [label] what stands below a tile, if not its value
 */

/** @param {CanvasRenderingContext2D} ctx @param {NetworkModel} model @param {import("./theme.js").Theme} theme */
export function drawNetwork(ctx, model, theme) {
  const { geometry, frame, edges = frame, focus, selection, recorder } = model;
  const scale = { most: model.scale, widest: geometry.widest };
  recorder?.begin(frame);
  ctx.clearRect(0, 0, geometry.width, geometry.height);
  for (const target of new Set([selection, focus])) markEdge(ctx, geometry.groups, target, edges, scale, theme);
  for (const group of geometry.groups) drawEdges(ctx, group, edges, scale, theme, focus, recorder);
  drawTiles(ctx, model, theme);
  for (const column of geometry.columns) if (column.layer >= 0) drawBiases(ctx, column, edges, scale, theme, recorder);
  for (const target of [selection, focus]) markBias(ctx, geometry.columns, target, theme);
}
