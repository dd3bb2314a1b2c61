// @ts-check
/** A step of a network of two inputs, two hidden neurons and one output, as the session tells it. */

import { columnsOf } from "../../../static/js/store/columns.js";
import { reduce } from "../../../static/js/store/reduce.js";
import { BEGINNING } from "../../../static/js/store/state.js";
import { DATA } from "../worlds.js";

/** @typedef {import("../../../static/js/microscope/walk.js").Walk} Walk */
/** @typedef {import("../../../static/js/store/state.js").State} State */

/** @type {import("../../../static/js/store/state.js").Design} */
export const DESIGN = {
  data: { kind: "circle" },
  layers: [{ kind: "dense", units: 2, activation: "tanh" }, { kind: "dense", units: 1, activation: "sigmoid" }],
  loss: { kind: "binary_cross_entropy" },
};

export const COLUMNS = columnsOf(DESIGN, DATA);

/** @param {string} phase @param {number | null} layer @param {string} quantity @param {Record<string, number[]>} outputs */
const event = (phase, layer, quantity, outputs) => ({ phase, layer, quantity, outputs: Object.keys(outputs), shapes: Object.values(outputs) });

const BATCH = 3;
export const EVENTS = [
  event("forward", 0, "z", { "layers/0/z": [2, BATCH] }),
  event("forward", 0, "a", { "layers/0/a": [2, BATCH] }),
  event("forward", 1, "z", { "layers/1/z": [1, BATCH] }),
  event("forward", 1, "a", { "layers/1/a": [1, BATCH] }),
  event("loss", 1, "loss", { "layers/1/loss": [] }),
  event("backward", 1, "delta", { "layers/1/delta": [1, BATCH] }),
  event("backward", 1, "gradient", { "gradient/layers/1/weight": [1, 2], "gradient/layers/1/bias": [1] }),
  event("backward", 1, "dx", { "layers/1/dx": [2, BATCH] }),
  event("backward", 0, "delta", { "layers/0/delta": [2, BATCH] }),
  event("backward", 0, "gradient", { "gradient/layers/0/weight": [2, 2], "gradient/layers/0/bias": [2] }),
  event("update", null, "count", {}),
  event("update", null, "change", { change: [12] }),
  event("update", null, "parameters", { parameters: [12] }),
];

/** @param {...{type: string, [field: string]: any}} actions @returns {State} after the walk was opened and these happened */
export function walked(...actions) {
  const state = { ...BEGINNING, design: DESIGN, data: DATA };
  return [{ type: "walk_opened", step: 5, epoch: 1, batch: 1, batches: 4, samples: [7, 2, 0], events: EVENTS }, ...actions].reduce(reduce, state);
}

/** @param {number} cursor @param {Record<string, unknown>} [more] */
export const moved = (cursor, more = {}) => ({
  type: "cursor_moved", cursor, column: 0, inputs: [1, -2], targets: [1], layers: [{ z: [0.5, -1] }, {}], loss: null, loss_after: null, ...more,
});

/** @param {State} state @returns {Walk} */
export const walkOf = ({ walk }) => /** @type {Walk} */ (walk);
