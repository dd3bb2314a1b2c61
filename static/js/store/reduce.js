// @ts-check
/**
 * `(state, action) → state`, pure. The session's events are actions under their own names (past tense); what the page
 * itself does is named in the imperative.
 */

import { PAST_REDUCERS } from "../microscope/past.js";
import { WALK_REDUCERS } from "../microscope/walk.js";
import { sameNetwork } from "./columns.js";
import { BEGINNING, EMPTY_CURVE } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Target} Target */
/** @typedef {import("./store.js").Action} Action */

const MOST_NOTICES = 5;

/** The state without notices that are no longer true. @param {State} state @param {...string} codes @returns {State} */
function without(state, ...codes) {
  return { ...state, notices: state.notices.filter(({ code }) => !codes.includes(code)) };
}

/** @param {State} state @param {Omit<import("./state.js").Notice, "id">[]} notices @returns {State} */
function notify(state, ...notices) {
  let id = state.notices.reduce((most, notice) => Math.max(most, notice.id), 0);
  const numbered = notices.map((notice) => ({ ...notice, id: (id += 1) }));
  return { ...state, notices: [...state.notices, ...numbered].slice(-MOST_NOTICES) };
}

/** @param {Target | null} one @param {Target | null} other */
export function sameTarget(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The curve with its end replaced from `start` on. @param {import("./state.js").Curve} curve @param {Action} event */
function extendCurve(curve, event) {
  const kept = event.bucket === curve.bucket ? event.start : 0;
  const join = (/** @type {(number | null)[]} */ old, /** @type {(number | null)[]} */ more) => [...old.slice(0, kept), ...more];
  return {
    bucket: event.bucket,
    train_min: join(curve.train_min, event.train_min),
    train_max: join(curve.train_max, event.train_max),
    validation: join(curve.validation, event.validation),
  };
}

/** The test part's result, which is of one step only. @param {State} state @param {number} step */
const testAt = ({ test }, step) => (test?.step === step ? test : null);

/** What another network makes untrue. @type {Partial<State>} */
const FORGOTTEN = { frame: null, probed: null, selection: null, hover: null, inspected: null, table: null, pins: {} };

/** @type {Record<string, (state: State, action: Action) => State>} */
const REDUCERS = {
  ...WALK_REDUCERS,
  ...PAST_REDUCERS,
  opened(state, { session, state: whole }) {
    const { parameters_count, can_undo, can_redo, layout_id, ...rest } = whole;
    const known = Object.fromEntries(Object.entries(rest).filter(([name]) => name in BEGINNING));
    const same = sameNetwork(state.design, whole.design);
    return {
      ...state,
      ...(same ? { frame: null } : FORGOTTEN),
      ...known,
      session,
      curve: whole.curve ?? EMPTY_CURVE,
      layout: whole.layout ? { ...whole.layout, id: layout_id } : null,
      parameters: parameters_count ?? 0,
      canUndo: can_undo,
      canRedo: can_redo,
      look: { ...state.look, probe: whole.probe?.sample ?? state.look.probe },
      test: null,
      diverged: false,
      walk: null,
      compared: null,
    };
  },
  resumed: (state) => state,
  design_changed(state, event) {
    const changed = {
      ...state,
      design: event.design,
      link: event.link,
      generation: event.generation,
      kept: event.kept,
      seeded: event.seeded,
      parameters: event.parameters_count ?? state.parameters,
      canUndo: event.can_undo,
      canRedo: event.can_redo,
      step: event.step,
      evaluation: null,
      test: null,
      inspected: null,
      table: null,
      diverged: false,
    };
    if (event.restarted) Object.assign(changed, { epoch: 0, loss: null, penalty: null, curve: EMPTY_CURVE });
    return sameNetwork(state.design, event.design) ? changed : { ...changed, ...FORGOTTEN };
  },
  data_loaded: (state, { data }) => ({ ...state, data, frame: null, probe: null, evaluation: null, test: null }),
  layout_changed: (state, { layout, id }) => ({ ...state, layout: { ...layout, id } }),
  played: (state) => ({ ...state, playing: true, test: null, diverged: false }),
  paused: (state, { step }) => ({ ...state, playing: false, step, stepsPerSecond: null, test: testAt(state, step) }),
  pace_changed: (state, event) => ({ ...state, pace: event.steps_per_second ?? null }),
  progressed: (state, { step, head, trunk, epoch, loss, penalty, steps_per_second }) => ({
    ...state, step, head, trunk: trunk ?? null, epoch, loss, penalty: penalty ?? null, stepsPerSecond: steps_per_second ?? null,
    test: testAt(state, step),
  }),
  curve_extended: (state, event) => ({ ...state, curve: extendCurve(state.curve, event) }),
  evaluated(state, { step, part, samples, loss, accuracy, r2, confusion }) {
    const evaluation = { step, part, samples, loss, accuracy, r2, confusion };
    return part === "test" ? { ...state, test: evaluation } : { ...state, evaluation };
  },
  parameter_set(state, { name, index, value, step }) {
    const inspected = index ? { name, index, value, step } : null;
    return { ...state, inspected, table: null, step, evaluation: null, test: null };
  },
  inspected(state, { name, index, value, step, generation }) {
    if (generation !== state.generation) return state;
    if (!name.startsWith("probe/")) return { ...state, inspected: { name, index, value, step } };
    const known = state.probed && state.probed.step === step ? state.probed.values : {};
    return { ...state, probed: { step, values: { ...known, [`${name}/${index}`]: value } } };
  },
  table: (state, event) => ({ ...state, table: event }),
  probe_changed: (state, { sample, inputs, target, label, part }) => ({
    ...state, probe: { sample, inputs, target, label, part }, probed: null,
  }),
  diverged(state, { step, quantity, cause, remedy }) {
    const values = { step, quantity, cause, remedy };
    return notify({ ...state, playing: false, diverged: true, step }, { code: "diverged", values, tone: "error" });
  },
  interrupted: (state) => notify({ ...without(state, "interrupted", "restored"), playing: false }, { code: "interrupted", values: {}, tone: "error" }),
  restored: (state, { step }) => notify({ ...without(state, "restored"), step, frame: null }, { code: "restored", values: { step }, tone: "info" }),
  saved: (state) => state,
  save_failed: (state) => notify(state, { code: "save_failed", values: {}, tone: "error" }),
  slow: (state) => notify(state, { code: "slow", values: {}, tone: "info" }),
  refused(state, { problems }) {
    return notify(state, ...problems.map((/** @type {any} */ { code, where, expected, received, values }) => ({
      code, values: { where, expected, received, ...values }, tone: /** @type {const} */ ("error"),
    })));
  },

  connect: (state, { connection }) => (state.connection === connection ? state : { ...state, connection }),
  frame(state, { frame }) {
    return state.layout && frame.layoutId === state.layout.id ? { ...state, frame } : state;
  },
  hover: (state, { target }) => (sameTarget(state.hover, target) ? state : { ...state, hover: target }),
  select: (state, { target }) => (sameTarget(state.selection, target) ? state : { ...state, selection: target, table: null }),
  look(state, { look }) {
    const next = { ...state.look, ...look };
    if (JSON.stringify(next) === JSON.stringify(state.look)) return state;
    const turned = JSON.stringify(next.enlarged) !== JSON.stringify(state.look.enlarged);
    return { ...state, look: next, enlargedAfter: turned ? state.layout?.id ?? 0 : state.enlargedAfter };
  },
  pin(state, { layer, unit }) {
    const pins = state.pins[layer] ?? [];
    const next = pins.includes(unit) ? pins.filter((pin) => pin !== unit) : [...pins, unit];
    return { ...state, pins: { ...state.pins, [layer]: next } };
  },
  notify: (state, { code, values = {}, tone = "info" }) => notify(state, { code, values, tone }),
  dismiss: (state, { id }) => ({ ...state, notices: state.notices.filter((notice) => notice.id !== id) }),
};

/** @param {State} state @param {Action} action @returns {State} the same object for an action that means nothing here */
export function reduce(state, action) {
  return Object.hasOwn(REDUCERS, action.type) ? REDUCERS[action.type](state, action) : state;
}

/** @returns {string[]} the types that mean something, for the tests */
export const actionTypes = () => Object.keys(REDUCERS);
