// @ts-check
/** What a challenge asks for, read off the session's own numbers. */

import { sameValue } from "../editor/same_value.js";
import { formatCount, formatNumber, formatPercent } from "../lib/number.js";

/** @typedef {import("../store/state.js").State} State */
/** @typedef {{metric: string, at_least: number | null, at_most: number | null}} Condition */
/** @typedef {{goal: Condition[], keep: string[], fewest: string | null}} Challenge */

/** A number of the running session by its name in a lesson's file; null while there is none. @type {Record<string, (state: State) => number | null | undefined>} */
export const METRICS = {
  loss: (state) => state.loss,
  validation_loss: (state) => state.evaluation?.loss,
  validation_accuracy: (state) => state.evaluation?.accuracy,
  validation_r2: (state) => state.evaluation?.r2,
  test_loss: (state) => state.test?.loss,
  test_accuracy: (state) => state.test?.accuracy,
  parameters: (state) => state.parameters,
  hidden_units: ({ design }) => design && units(design) - (design.layers.findLast(({ kind }) => kind === "dense")?.units ?? 0),
  layers: ({ design }) => design && design.layers.filter(({ kind }) => kind === "dense").length,
  samples: ({ data }) => data?.samples,
  training_samples: ({ data }) => data && [...data.parts].filter((part) => part === "t").length,
  batch_size: ({ design }) => /** @type {any} */ (design)?.batch_size,
  learning_rate: ({ design }) => /** @type {any} */ (design)?.optimizer.learning_rate,
  step: (state) => state.step,
  epoch: (state) => state.epoch,
  walked: ({ walk }) => (walk ? (100 * walk.cursor) / walk.events.length : 0),
  walk_loss: ({ walk }) => walk?.loss,
};

/** @param {import("../store/state.js").Design} design */
const units = (design) => design.layers.reduce((sum, layer) => sum + (layer.kind === "dense" ? layer.units ?? 0 : 0), 0);

/** @param {State} state @param {string} metric */
export const measure = (state, metric) => METRICS[metric]?.(state) ?? null;

/** A metric's value as it is written. @param {string} metric @param {number | null} value */
export function written(metric, value) {
  if (metric.endsWith("accuracy")) return formatPercent(value);
  if (metric === "walked") return formatPercent(value === null ? null : value / 100, 0);
  if (metric.endsWith("loss") || metric.endsWith("r2") || metric === "learning_rate") return formatNumber(value);
  return formatCount(value);
}

/** @param {State} state @param {Condition} condition */
export function holds(state, { metric, at_least, at_most }) {
  const value = measure(state, metric);
  return value !== null && (at_least === null || value >= at_least) && (at_most === null || value <= at_most);
}

/** What was to be kept, and is another now. @param {State} state @param {Challenge} challenge @param {Record<string, any> | null} given the step's design */
export function changed(state, { keep }, given) {
  const design = /** @type {Record<string, any> | null} */ (state.design);
  return design && given ? keep.filter((part) => !sameValue(design[part], given[part])) : [];
}

/** Whether a challenge is met. @param {State} state @param {Challenge} challenge @param {Record<string, any> | null} given the step's design */
export function reached(state, challenge, given) {
  return state.design !== null && changed(state, challenge, given).length === 0 && challenge.goal.every((condition) => holds(state, condition));
}
