// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENTS } from "../../static/js/protocol/schema.js";
import { actionTypes, reduce } from "../../static/js/store/reduce.js";
import { BEGINNING } from "../../static/js/store/state.js";
import { frameOf } from "./frames.js";
import { DATA, DESIGN } from "./worlds.js";

/** @typedef {import("../../static/js/store/state.js").State} State */

const LAYOUT = { arrays: {}, size: 0, id: 7 };

/** @param {Partial<State>} [changes] @returns {State} */
const state = (changes) => ({ ...BEGINNING, design: DESIGN, data: DATA, layout: LAYOUT, generation: 3, ...changes });

/** @param {Record<string, unknown>} [more] */
const changed = (more) => ({
  type: "design_changed", design: DESIGN, link: "abc", generation: 4, kept: ["layers/0/weight"], seeded: [], restarted: false,
  can_undo: true, can_redo: false, step: 10, parameters_count: 13, ...more,
});

test("every event of the wire means something here, or is known to mean nothing", () => {
  const microscope = ["walk_opened", "cursor_moved", "explained", "gradients_checked", "walk_table", "walk_closed"];
  const silent = new Set([...microscope, "heartbeat"]);
  assert.deepEqual(EVENTS.filter((type) => !actionTypes().includes(type) && !silent.has(type)), []);
});

test("an action of no meaning gives the very same state", () => {
  const before = state();
  assert.equal(reduce(before, { type: "heartbeat" }), before);
  assert.equal(reduce(before, { type: "toString" }), before);
});

test("nothing is changed in place", () => {
  const before = Object.freeze(state());
  reduce(before, { type: "progressed", step: 5, epoch: 1, loss: 0.5, penalty: null, steps_per_second: 100 });
  reduce(before, changed());
  assert.equal(before.step, 0);
});

test("opening takes over the whole state", () => {
  const whole = {
    design: DESIGN, link: "x", generation: 9, playing: true, pace: 120, step: 40, epoch: 2, loss: 0.3, penalty: 0, data: DATA,
    curve: { bucket: 2, train_min: [1], train_max: [2], validation: [null] }, evaluation: null, layout: { arrays: {}, size: 0 },
    layout_id: 12, probe: { sample: 5, inputs: [], target: [], label: 0, part: "train" }, can_undo: true, can_redo: false, parameters_count: 13,
  };
  const after = reduce(BEGINNING, { type: "opened", session: "s", state: whole });
  assert.deepEqual([after.session, after.step, after.layout?.id, after.canUndo, after.parameters, after.look.probe], ["s", 40, 12, true, 13, 5]);
});

test("a frame of another layout is dropped", () => {
  const frame = frameOf({}, { layoutId: 6 });
  assert.equal(reduce(state(), { type: "frame", frame }).frame, null);
});

test("a frame is one pointer: it is kept as it came", () => {
  const frame = frameOf({}, { layoutId: 7 });
  assert.equal(reduce(state(), { type: "frame", frame }).frame, frame);
});

test("a change of the rate keeps the picture, a change of the layers does not", () => {
  const frame = frameOf({}, { layoutId: 7 });
  assert.equal(reduce(state({ frame }), changed({ design: { ...DESIGN, batch_size: 8 } })).frame, frame);
  const wider = { ...DESIGN, layers: [{ ...DESIGN.layers[0], units: 4 }, DESIGN.layers[1]] };
  assert.equal(reduce(state({ frame }), changed({ design: wider })).frame, null);
});

test("an edit makes every derived number unknown", () => {
  const evaluation = { step: 9, part: "validation", samples: 2, loss: 1, accuracy: 1, r2: null, confusion: null };
  const after = reduce(state({ evaluation, test: evaluation, inspected: { name: "a", index: [], value: 1, step: 1 } }), changed());
  assert.deepEqual([after.evaluation, after.test, after.inspected, after.table], [null, null, null, null]);
});

test("a restart forgets the curve", () => {
  const curve = { bucket: 1, train_min: [1], train_max: [1], validation: [1] };
  assert.deepEqual(reduce(state({ curve }), changed({ restarted: true })).curve.train_min, []);
  assert.equal(reduce(state({ curve }), changed()).curve, curve);
});

test("the curve is replaced from where the news begins", () => {
  const curve = { bucket: 1, train_min: [3, 2, 1], train_max: [3, 2, 1], validation: [null, 2, 1] };
  const news = { type: "curve_extended", bucket: 1, start: 2, train_min: [0.9, 0.8], train_max: [0.9, 0.8], validation: [0.9, null] };
  assert.deepEqual(reduce(state({ curve }), news).curve.train_min, [3, 2, 0.9, 0.8]);
  assert.deepEqual(reduce(state({ curve }), news).curve.validation, [null, 2, 0.9, null]);
});

test("another size of bucket begins the curve anew", () => {
  const curve = { bucket: 1, train_min: [3, 2, 1], train_max: [3, 2, 1], validation: [null, 2, 1] };
  const news = { type: "curve_extended", bucket: 2, start: 0, train_min: [2, 1], train_max: [3, 1], validation: [2, 1] };
  assert.deepEqual(reduce(state({ curve }), news).curve, { bucket: 2, train_min: [2, 1], train_max: [3, 1], validation: [2, 1] });
});

test("an exact value of an older network is dropped", () => {
  const answer = { type: "inspected", name: "layers/0/bias", index: [0], value: 0.1, step: 4 };
  assert.equal(reduce(state(), { ...answer, generation: 2 }).inspected, null);
  assert.equal(reduce(state(), { ...answer, generation: 3 }).inspected?.value, 0.1);
});

test("the test part's result holds until training goes on", () => {
  const evaluated = { type: "evaluated", step: 4, part: "test", samples: 2, loss: 1, accuracy: 0.5, r2: null, confusion: null };
  const seen = reduce(state({ step: 4 }), evaluated);
  assert.equal(seen.test?.accuracy, 0.5);
  const on = { type: "progressed", step: 5, epoch: 0, loss: 1, penalty: 0, steps_per_second: 1 };
  assert.equal(reduce(seen, on).test, null);
  assert.equal(reduce(seen, { type: "paused", step: 5 }).test, null);
  assert.equal(reduce(seen, { type: "paused", step: 4 }).test?.accuracy, 0.5);
});

test("a refusal becomes a notice with its code and values", () => {
  const problems = [{ code: "units", where: "layers/0", expected: "1 or more", received: "0", values: { most: 4 } }];
  const [notice] = reduce(state(), { type: "refused", command_id: 1, problems }).notices;
  assert.deepEqual([notice.code, notice.tone, notice.values.received, notice.values.most], ["units", "error", "0", 4]);
});

test("notices have numbers of their own, and old ones give way", () => {
  let now = state();
  for (let k = 0; k < 9; k += 1) now = reduce(now, { type: "notify", code: `n${k}` });
  assert.deepEqual(now.notices.map(({ code }) => code), ["n4", "n5", "n6", "n7", "n8"]);
  assert.equal(new Set(now.notices.map(({ id }) => id)).size, 5);
  assert.equal(reduce(now, { type: "dismiss", id: now.notices[0].id }).notices.length, 4);
});

test("divergence stops the run, and says why", () => {
  const after = reduce(state({ playing: true }), { type: "diverged", step: 8, quantity: "loss", cause: "rate", remedy: "slower" });
  assert.deepEqual([after.playing, after.step, after.notices[0].code], [false, 8, "diverged"]);
});

test("pointing at the same thing again is no news", () => {
  const target = { kind: "neuron", layer: 0, unit: 1 };
  const once = reduce(state(), { type: "hover", target });
  assert.equal(reduce(once, { type: "hover", target: { ...target } }), once);
  assert.equal(reduce(once, { type: "hover", target: null }).hover, null);
});

test("the same look again is no news, another neuron enlarged is", () => {
  const once = reduce(state(), { type: "look", look: { enlarged: [0, 1] } });
  assert.equal(once.enlargedAfter, 7);
  assert.equal(reduce(once, { type: "look", look: { enlarged: [0, 1] } }), once);
});

test("a pin is set and taken out again", () => {
  const once = reduce(state(), { type: "pin", layer: 0, unit: 64 });
  assert.deepEqual(once.pins, { 0: [64] });
  assert.deepEqual(reduce(once, { type: "pin", layer: 0, unit: 64 }).pins, { 0: [] });
});

test("an interruption and its end are each said once, the last ones", () => {
  const said = (/** @type {string[]} */ ...types) => types.reduce((state, type) => reduce(state, { type, step: 7 }), BEGINNING).notices.map(({ code }) => code);
  assert.deepEqual(said("interrupted"), ["interrupted"]);
  assert.deepEqual(said("interrupted", "restored"), ["interrupted", "restored"]);
  assert.deepEqual(said("interrupted", "restored", "interrupted"), ["interrupted"]);
});
