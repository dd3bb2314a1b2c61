// @ts-check
/** What the page knows of the step that is walked, and how the session's events and the reader's choices change it. */

import { columnsOf } from "../store/columns.js";
import { NO_QUIZ, putAway, QUIZ_REDUCERS, quizAt } from "./quiz_state.js";

/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../store/store.js").Action} Action */
/**
 * One event of a step: the arrays `outputs`, of these `shapes`, are complete after it.
 * @typedef {{phase: "forward" | "loss" | "backward" | "update", layer: number | null, quantity: string, outputs: string[], shapes: number[][]}} TraceEvent
 */
/**
 * Which number is looked at: a unit of a layer and, where an event speaks of parameters, one of its parameters.
 * @typedef {{layer: number, unit: number, role: string, input: number | null}} Pick
 */
/** @typedef {{number: number} | {name: string, index: number[], value: number} | Operation} Expression */
/** @typedef {{operator: string, value: number, operands: Expression[], rest?: {count: number, value: number}}} Operation */
/** @typedef {{event: number, name: string, index: number[], expression: Expression, value: number | null, nudge: {derivative: number | null, kink: boolean} | null}} Explained */
/** @typedef {{inputs: (number | null)[], targets: (number | null)[], layers: Record<string, (number | null)[]>[], loss: number | null, lossAfter: number | null}} Numbers */
/** @typedef {import("../protocol/schema.js").WalkChange} Change */
/** @typedef {import("../protocol/schema.js").ClosedUnit} ClosedUnit */
/** @typedef {import("../protocol/schema.js").LayerGradient} LayerGradient */
/** @typedef {import("../protocol/schema.js").GradientClipped} GradientClipped */
/** @typedef {{checked: number, skipped: number, worst: number | null, name: string, index: number[]}} Check */
/**
 * @typedef {Numbers & {
 *   step: number, epoch: number, batch: number, batches: number, samples: number[], events: TraceEvent[], cursor: number, column: number, pick: Pick,
 *   zoom: Zoom | null, term: number, explained: Record<string, Explained>, check: Check | null, table: Record<string, any> | null,
 *   quiz: import("./quiz_state.js").Quiz, before: Numbers | null, changes: Change[], closed: ClosedUnit[][], gradients: LayerGradient[], clipped: GradientClipped | null }} Walk
 * `zoom` null is what suits the phase; `before` are the same numbers without the changes that were made in mid-walk; `closed`
 * are the units of each layer through which no gradient passes
 */
/** @typedef {import("./zoom.js").Zoom} Zoom */

const MOST_EXPLAINED = 200;

/** The event that has just happened; null before the first. @param {{events: TraceEvent[], cursor: number}} walk @returns {TraceEvent | null} */
export const eventAt = ({ events, cursor }) => events[cursor - 1] ?? null;

/** @param {{event: number, name: string, index: number[]}} asked */
export const keyOf = ({ event, name, index }) => `${event} ${name} ${index}`;

/** The first number one would ask about: the first weight of the output. @param {State} state @returns {Pick} */
function firstPick({ design, data }) {
  const layers = columnsOf(design, data).filter(({ dense }) => dense);
  return { layer: layers[layers.length - 1]?.layer ?? 0, unit: 0, role: "weight", input: 0 };
}

/** A step of which nothing is known yet. */
const UNKNOWN = { inputs: [], targets: [], layers: [], loss: null, lossAfter: null, before: null, changes: [], closed: [], gradients: [], clipped: null };

/** @type {Record<string, (state: State, action: Action) => State>} */
export const WALK_REDUCERS = {
  ...QUIZ_REDUCERS,
  walk_opened(state, { step, epoch, batch, batches, samples, events }) {
    const old = state.walk;
    const again = old !== null && old.step === step && old.events.length === events.length;
    const walk = again ? { ...old, samples, events } : {
      ...UNKNOWN, step, epoch, batch, batches, samples, events, cursor: 0, column: 0,
      pick: old?.pick ?? firstPick(state), zoom: old?.zoom ?? null, term: 0, check: old?.check ?? null,
    };
    return { ...state, position: again ? state.position : 0, walk: { ...walk, quiz: putAway(old?.quiz ?? NO_QUIZ), explained: {}, table: null } };
  },
  cursor_moved(state, { type, number, stream, loss_after: lossAfter, before, ...told }) {
    if (!state.walk) return state;
    const was = before && { ...before, lossAfter: before.loss_after };
    const quiz = quizAt(state.walk.quiz, told.cursor, told.column);
    return { ...state, walk: { ...state.walk, ...UNKNOWN, ...told, quiz, lossAfter, before: was ?? null, table: null } };
  },
  explained(state, { event, name, index, expression, value, nudge }) {
    if (!state.walk) return state;
    const kept = Object.keys(state.walk.explained).length < MOST_EXPLAINED ? state.walk.explained : {};
    const found = { event, name, index, expression, value, nudge };
    return { ...state, walk: { ...state.walk, explained: { ...kept, [keyOf(found)]: found } } };
  },
  gradients_checked(state, { checked, skipped, worst, name, index }) {
    return state.walk ? { ...state, walk: { ...state.walk, check: { checked, skipped, worst, name, index } } } : state;
  },
  walk_table: (state, action) => (state.walk ? { ...state, walk: { ...state.walk, table: action } } : state),
  walk_closed: (state) => ({ ...state, walk: null }),
  pick(state, { pick, term = 0 }) {
    if (!state.walk) return state;
    const next = { ...state.walk.pick, ...pick };
    const same = term === state.walk.term && JSON.stringify(next) === JSON.stringify(state.walk.pick);
    return same ? state : { ...state, walk: { ...state.walk, pick: next, term } };
  },
  zoom: (state, { zoom }) => (state.walk ? { ...state, walk: { ...state.walk, zoom, term: 0 } } : state),
  fly: (state, { position }) => (state.position === position ? state : { ...state, position }),
  hide_table: (state) => (state.walk?.table ? { ...state, walk: { ...state.walk, table: null } } : state),
};
