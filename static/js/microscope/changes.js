// @ts-check
/** What was changed in mid-walk, number by number, with the way back from each and from all. */

import { className, namedColumns, neuronName, targetName } from "../elements/names.js";
import { h } from "../lib/html.js";
import { figure } from "./figure.js";
import { targetLabel } from "./supposing.js";

/** @typedef {import("./walk.js").Change} Change */
/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {{type: string, [field: string]: unknown}} Command */

/** Whether a change is one of the sample, which holds for this walk alone. @param {Change} change */
export const supposed = ({ name }) => name === "inputs" || name === "targets" || name === "class";

/** What takes a change back. @param {Change} change @returns {Command} */
export function backOf(change) {
  const { name, index, before: value } = change;
  if (!supposed(change)) return { type: "set_parameter", name, index, value };
  return { type: "suppose", part: name, index: name === "class" ? 0 : index[0], column: index[index.length - 1], value };
}

/** @param {Text} text @param {State} state @param {Change} change */
function nameOf(text, state, { name, index }) {
  const columns = namedColumns(text, state);
  if (name === "inputs" || name === "targets") {
    const [unit, sample] = [index[0], index[1] + 1];
    if (name === "targets") return text("microscope.suppose.target", { name: targetLabel(columns[columns.length - 1], unit), sample });
    return text("microscope.suppose.input", { name: columns[0].image ? text("microscope.suppose.pixel_named", { number: unit + 1 }) : neuronName(text, columns[0], unit), sample });
  }
  if (name === "class") return text("microscope.suppose.class", { sample: index[0] + 1 });
  const [, layer, role] = name.split("/");
  const [unit, input] = index;
  return targetName(text, columns, { kind: "parameter", name, index, layer: Number(layer), unit, input: role === "weight" ? input : null });
}

/** A line for each change; null where nothing was changed. @param {Text} text @param {State} state @param {boolean} exact @param {(command: Command) => void} send */
export function changeList(text, state, exact, send) {
  const changes = state.walk?.changes ?? [];
  if (changes.length === 0) return null;
  const written = (/** @type {Change} */ { name }, /** @type {number} */ value) => (name === "class" && state.data ? className(text, state.data, value) : figure(value, exact));
  const lines = changes.map((change, k) => {
    const id = `ms-change-${k}`;
    const line = h("span", { id }, text("microscope.changed", { name: nameOf(text, state, change), old: written(change, change.before), value: written(change, change.now) }));
    return h("li", {}, line, h("button", { type: "button", class: "button", "aria-describedby": id, onclick: () => send(backOf(change)) }, text("microscope.restore")));
  });
  const all = () => {
    changes.filter((change) => !supposed(change)).forEach((change) => send(backOf(change)));
    if (changes.some(supposed)) send({ type: "suppose_nothing" });
  };
  return h("div", { class: "ms-changed" }, h("ul", {}, ...lines),
    h("p", { class: "ms-quiet" }, text(changes.some(supposed) ? "microscope.supposed" : "microscope.ghosts"), " ",
      changes.length > 1 ? h("button", { type: "button", class: "button", onclick: all }, text("microscope.restore_all")) : null));
}
