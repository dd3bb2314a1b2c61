// @ts-check
/** What the parts of a network are called, in words, from the texts. */

import { formatExact, formatNumber } from "../lib/number.js";
import { columnsOf } from "../store/columns.js";

const PICTURE_DIGITS = 7; // a picture's numbers are float32

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {import("../store/columns.js").Column} Column */
/** @typedef {import("../store/state.js").Target} Target */
/** @typedef {import("../store/state.js").State} State */

/** @type {WeakMap<object, {data: object, columns: Column[]}>} the columns last made for a design */
const known = new WeakMap();

/** The columns of the graph, with the names of features as they are written. @param {Text} text @param {State} state @returns {Column[]} */
export function namedColumns(text, { design, data }) {
  if (!design || !data) return [];
  const before = known.get(design);
  if (before?.data === data) return before.columns;
  const columns = columnsOf(design, data);
  columns[0] = { ...columns[0], names: columns[0].names.map((name) => featureName(text, name)) };
  known.set(design, { data, columns });
  return columns;
}

/** @param {Text} text @param {string} name */
function featureName(text, name) {
  const code = `features.${name}`;
  const written = text(code);
  return written === code ? name.replaceAll("_", " ").replace(/ \([^)]*\)$/, "") : written;
}

/** A class that has only a number is called "class 1". @param {Text} text @param {import("../store/state.js").Data} data @param {number} label */
export function className(text, data, label) {
  const name = data.class_names[label] ?? String(label);
  return data.shape !== "image" && /^\d+$/.test(name) ? text("island.class", { name }) : name;
}

/** "Layer 2", or "Input". @param {Text} text @param {number} layer */
export function layerName(text, layer) {
  return layer < 0 ? text("island.input") : text("island.layer", { layer: layer + 1 });
}

/** @param {Text} text @param {Column} column */
export function kindName(text, column) {
  if (column.layer < 0) return text("island.input");
  return text(column.kind === "batch_norm" ? "island.batch_norm" : `layer.${column.kind}`);
}

/** "Layer 2, neuron 3", an input's own name, or a class's. @param {Text} text @param {Column} column @param {number} unit */
export function neuronName(text, column, unit) {
  if (column.image) return text("island.image", { count: column.units });
  if (column.layer < 0) return text("island.input_named", { name: column.names[unit] ?? unit + 1 });
  const layer = column.layer + 1;
  const name = column.names[unit];
  return name ? text("island.output_named", { layer, name }) : text("island.neuron", { layer, unit: unit + 1 });
}

/** @param {Text} text @param {Column[]} columns @param {Target} target */
export function targetName(text, columns, target) {
  const column = columns[target.layer + 1];
  if (!column) return "";
  const neuron = neuronName(text, column, target.unit);
  if (target.kind === "neuron") return neuron;
  const role = target.name.slice(target.name.lastIndexOf("/") + 1);
  if (target.input === null) return text(`island.parameter.${role}`, { neuron });
  return text("island.weight", { from: neuronName(text, columns[target.layer], target.input), to: neuron });
}

/**
 * A number of the sample that is followed: every digit where the session has told it of the very step that is drawn.
 * @param {import("../store/state.js").State} state @param {any} frame that is shown @param {string} name @param {number} unit
 */
export function probedNumber({ probed, frame: drawn }, frame, name, unit) {
  const exact = frame === drawn && probed && probed.step === frame?.step ? probed.values[`${name}/${unit}`] : undefined;
  return exact === undefined ? formatNumber(frame?.value(name, unit), PICTURE_DIGITS) : formatExact(exact);
}
