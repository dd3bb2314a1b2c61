// @ts-check
/** Where everything of the graph lies: columns, tiles and the ends of every edge, from the size and the layers alone. */

import { drawnUnits } from "../store/columns.js";

/** @typedef {import("../store/columns.js").Column} Column */
/** @typedef {{unit: number, x: number, y: number}} Slot the middle of a tile */
/**
 * @typedef {Column & {index: number, x: number, tile: number, slots: Slot[], more: {y: number, hidden: number} | null}} PlacedColumn
 */
/**
 * Edges that end in one column. `ends` holds x, y of the start and x, y of the end of each, four numbers an edge.
 * @typedef {object} EdgeGroup
 * @property {number} layer
 * @property {"weight" | "scale" | "link" | "bundle"} role links carry no number, bundles stand for all edges of an image
 * @property {string | null} name of the parameter that its numbers come from
 * @property {Int32Array} units row of the parameter
 * @property {Int32Array} inputs column of the parameter
 * @property {Float32Array} ends
 * @property {Float32Array[]} dashes of each edge: x, y where a dash begins and x, y where it ends, four numbers a dash
 */
/**
 * @typedef {object} Geometry
 * @property {number} width
 * @property {number} height
 * @property {number} pitch between columns
 * @property {number} widest line: less where there are many
 * @property {boolean} compact
 * @property {PlacedColumn[]} columns
 * @property {EdgeGroup[]} groups
 */

export const TOP = 92;
const BOTTOM = 34;
const LABEL = 22;
const SMALLEST = 16;
const SMALL = 28;
const READABLE = 38;
const LARGEST = 72;
const NARROWEST = 92;
const ROOMY = 150;
const EDGE = 84;
const PICTURE = 128;
const PICTURE_SHARE = 0.8; // of what columns are apart, at most

const DASH = 9;
const GAP = 6;

/** Room for names beside the inputs. @param {Column} column @param {number} zoom */
function margin(column, zoom) {
  if (column.image) return 20;
  const longest = Math.max(...column.names.map((name) => name.length), 0);
  return 24 + zoom * Math.min(92, longest * 6.8);
}

/**
 * How many places a column has: as many as its units need if they fit (those of the output even when they are tiny),
 * else as many as are pleasant to read.
 * @param {number} height @param {number} units @param {boolean} output
 */
export function capacityOf(height, units, output, zoom = 1) {
  const most = (/** @type {number} */ tile) => Math.max(4, Math.floor((height / zoom - TOP - BOTTOM) / (tile + LABEL - 2)));
  const tight = most(output ? SMALLEST : SMALL);
  return units <= tight ? tight : most(READABLE);
}

/**
 * @param {{width: number, height: number, columns: Column[], pins?: Record<number, number[]>, zoom?: number}} wish
 * @returns {Geometry} its width may be more than was wished: then one scrolls
 */
export function layOut({ width: wished, height, columns, pins = {}, zoom = 1 }) {
  if (columns.length === 0) return { width: wished, height, pitch: 0, widest: 7, compact: false, columns: [], groups: [] };
  const left = margin(columns[0], zoom);
  const gaps = columns.length - 1;
  const half = columns[0].image ? PICTURE / 2 : 30;
  const edge = zoom * (wished < left + half + zoom * (gaps * ROOMY + EDGE) ? 46 : EDGE);
  const tight = Math.max(NARROWEST * zoom, (wished - left - edge) / (gaps + PICTURE_SHARE / 2));
  const first = columns[0].image ? Math.min(half, (tight * PICTURE_SHARE) / 2) : half;
  const width = Math.max(wished, left + first + gaps * NARROWEST * zoom + edge);
  const pitch = Math.min(280 * zoom, (width - left - first - edge) / Math.max(1, gaps));
  const slack = width - left - first - edge - pitch * gaps;
  const top = TOP * zoom;
  const room = height - top - BOTTOM * zoom;

  /** @type {ReturnType<typeof drawnUnits>[]} */
  const drawn = [];
  columns.forEach((column, index) => {
    const follows = index > 0 && !column.dense;
    drawn.push(
      column.image ? { drawn: [0], before: 1, hidden: 0 }
      : follows ? drawn[index - 1]
      : drawnUnits(column.units, capacityOf(height, column.units, index === gaps, zoom), pins[column.layer] ?? []),
    );
  });
  const placed = columns.map((column, index) => {
    const { drawn: units, before, hidden } = drawn[index];
    const places = units.length + (hidden ? 1 : 0);
    const tile = Math.max(SMALLEST, Math.min(LARGEST * zoom, room / places - LABEL * zoom, pitch * 0.46));
    const size = column.image ? Math.min(PICTURE, pitch * PICTURE_SHARE, room * 0.5) : index === 0 ? tile * 0.86 : column.dense ? tile : tile * 0.7;
    const rise = Math.min(room / places, tile * 1.7 + LABEL * zoom + 8);
    const x = left + first + slack / 2 + pitch * index;
    const y = (/** @type {number} */ place) => top + room / 2 + (place - (places - 1) / 2) * rise - 4;
    return {
      ...column,
      index,
      x,
      tile: Math.round(size),
      slots: units.map((unit, k) => ({ unit, x, y: y(k < before ? k : k + 1) })),
      more: hidden ? { y: y(before), hidden } : null,
    };
  });
  const groups = placed.slice(1).map((column, index) => joinColumns(placed[index], column));
  const crowd = Math.max(1, ...groups.map(({ units }) => units.length));
  const widest = zoom * Math.max(3, Math.min(7, 7 * Math.sqrt(30 / crowd)));
  return { width, height, pitch, widest, compact: pitch < ROOMY * zoom, columns: placed, groups };
}

/** @param {PlacedColumn} from @param {PlacedColumn} to @returns {EdgeGroup} */
function joinColumns(from, to) {
  /** @type {[number, number, Slot, Slot][]} */
  const pairs = [];
  if (to.dense) for (const end of to.slots) for (const start of from.slots) pairs.push([end.unit, start.unit, start, end]);
  else to.slots.forEach((end, k) => pairs.push([end.unit, 0, from.slots[k], end]));

  const port = (/** @type {number} */ rank, /** @type {number} */ count, /** @type {number} */ tile) =>
    count > 1 ? (rank / (count - 1) - 0.5) * tile * 0.52 : 0;
  const ends = new Float32Array(pairs.length * 4);
  pairs.forEach(([, , start, end], k) => {
    const out = to.dense ? port(to.slots.indexOf(end), to.slots.length, from.tile) : 0;
    const into = to.dense ? port(from.slots.indexOf(start), from.slots.length, to.tile) : 0;
    ends.set([from.x + from.tile / 2 - 1, start.y + out, to.x - to.tile / 2 + 1, end.y + into], 4 * k);
  });
  const role = !to.dense ? (to.kind === "batch_norm" ? "scale" : "link") : from.image ? "bundle" : "weight";
  const name = role === "weight" || role === "scale" ? `layers/${to.layer}/${role}` : null;
  return {
    layer: to.layer, role, name, ends, dashes: pairs.map((_, k) => dashesOf(ends, k)),
    units: Int32Array.from(pairs, ([unit]) => unit), inputs: Int32Array.from(pairs, ([, input]) => input),
  };
}

/**
 * Where the dashes of an edge lie. They are laid once, not by the canvas with every stroke: that takes three times as long.
 * @param {Float32Array} ends @param {number} k
 */
function dashesOf(ends, k) {
  const parts = 48;
  /** @type {number[]} */
  const dashes = [];
  let walked = 0;
  let [px, py] = along(ends, k, 0);
  /** @type {[number, number] | null} */
  let begun = [px, py];
  for (let part = 1; part <= parts; part += 1) {
    const [x, y] = along(ends, k, part / parts);
    const length = Math.hypot(x - px, y - py);
    let from = 0;
    while (walked + (length - from) >= (begun ? DASH : GAP)) {
      from += (begun ? DASH : GAP) - walked;
      const here = /** @type {[number, number]} */ ([px + ((x - px) * from) / length, py + ((y - py) * from) / length]);
      if (begun) dashes.push(...begun, ...here);
      begun = begun ? null : here;
      walked = 0;
    }
    walked += length - from;
    [px, py] = [x, y];
  }
  if (begun) dashes.push(...begun, px, py);
  return Float32Array.from(dashes);
}

/** Which units of each layer are drawn, as the session is told. @param {Geometry} geometry @returns {number[][]} */
export function unitsDrawn(geometry) {
  return geometry.columns.slice(1).map((column) => column.slots.map(({ unit }) => unit));
}

/** A point of an edge's curve. @param {Float32Array} ends @param {number} k @param {number} t from 0 to 1 @returns {[number, number]} */
export function along(ends, k, t) {
  const [x0, y0, x1, y1] = ends.subarray(4 * k, 4 * k + 4);
  const s = 1 - t;
  const middle = (x0 + x1) / 2;
  return [
    s * s * s * x0 + 3 * s * t * middle + t * t * t * x1,
    (s * s * s + 3 * s * s * t) * y0 + (3 * s * t * t + t * t * t) * y1,
  ];
}

/** The edge nearest a point, if one passes within reach. @param {Geometry} geometry @param {number} x @param {number} y */
export function edgeAt(geometry, x, y, reach = 6) {
  let best = reach;
  /** @type {{group: EdgeGroup, k: number} | null} */
  let found = null;
  for (const group of geometry.groups) {
    if (!group.name) continue;
    for (let k = 0; k < group.units.length; k += 1) {
      if (x < group.ends[4 * k] || x > group.ends[4 * k + 2]) continue;
      const distance = distanceTo(group.ends, k, x, y);
      if (distance < best) {
        best = distance;
        found = { group, k };
      }
    }
  }
  return found;
}

/** @param {Float32Array} ends @param {number} k @param {number} x @param {number} y */
function distanceTo(ends, k, x, y) {
  let best = Infinity;
  let [px, py] = along(ends, k, 0);
  for (let step = 1; step <= 16; step += 1) {
    const [qx, qy] = along(ends, k, step / 16);
    const length = (qx - px) ** 2 + (qy - py) ** 2;
    const t = length ? Math.max(0, Math.min(1, ((x - px) * (qx - px) + (y - py) * (qy - py)) / length)) : 0;
    best = Math.min(best, Math.hypot(px + t * (qx - px) - x, py + t * (qy - py) - y));
    [px, py] = [qx, qy];
  }
  return best;
}
