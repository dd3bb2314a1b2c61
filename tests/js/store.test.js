// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { askForLook, askForValue } from "../../static/js/store/asking.js";
import { reduce } from "../../static/js/store/reduce.js";
import { BEGINNING } from "../../static/js/store/state.js";
import { Store } from "../../static/js/store/store.js";
import { DATA, DESIGN } from "./worlds.js";

const ready = () => new Store(reduce, { ...BEGINNING, connection: "open", design: DESIGN, data: DATA });
const progressed = (/** @type {number} */ step) => ({ type: "progressed", step, epoch: 0, loss: 1, penalty: 0, steps_per_second: 1 });
const weight = { kind: "parameter", name: "layers/0/weight", index: [1, 0], layer: 0, unit: 1, input: 0 };

test("a watcher is called at once, then only when what it watches is another", () => {
  const store = ready();
  /** @type {number[]} */
  const seen = [];
  store.watch((state) => state.step, (step) => seen.push(step));
  store.dispatch(progressed(1));
  store.dispatch({ type: "hover", target: weight });
  store.dispatch(progressed(2));
  assert.deepEqual(seen, [0, 1, 2]);
});

test("a watcher that was stopped is called no more", () => {
  const store = ready();
  let calls = 0;
  const stop = store.watch((state) => state.step, () => (calls += 1));
  stop();
  store.dispatch(progressed(1));
  assert.equal(calls, 1);
});

test("what a watcher dispatches comes after all have heard of the first", () => {
  const store = ready();
  /** @type {string[]} */
  const heard = [];
  store.watch((state) => state.step, (step) => step === 1 && store.dispatch(progressed(2)));
  store.watch((state) => state.step, (step) => heard.push(`${step}`));
  store.dispatch(progressed(1));
  assert.deepEqual(heard, ["0", "1", "2"]);
});

test("several wishes for a look are one command", () => {
  const store = ready();
  /** @type {any[]} */
  const sent = [];
  /** @type {(() => void)[]} */
  const later = [];
  askForLook(store, (command) => sent.push(command), () => true, (callback) => later.push(callback));
  store.dispatch({ type: "look", look: { probe: 3 } });
  store.dispatch({ type: "hover", target: { kind: "neuron", layer: 0, unit: 2 } });
  for (const callback of later.splice(0)) callback();
  assert.equal(sent.length, 1);
  assert.deepEqual([sent[0].look.probe, sent[0].look.enlarged, sent[0].visible], [3, [0, 2], true]);
});

test("without a connection no look is sent; the next connection gets it", () => {
  const store = ready();
  /** @type {any[]} */
  const sent = [];
  store.dispatch({ type: "connect", connection: "reconnecting" });
  askForLook(store, (command) => sent.push(command), () => false, (callback) => callback());
  assert.equal(sent.length, 0);
  store.dispatch({ type: "connect", connection: "open" });
  assert.equal(sent.at(-1)?.visible, false);
});

test("the exact value of a weight is asked for on arrival, and now and then while it changes", () => {
  const store = ready();
  /** @type {any[]} */
  const sent = [];
  let now = 0;
  store.dispatch({ type: "played" });
  askForValue(store, (command) => sent.push(command), () => now);
  store.dispatch({ type: "hover", target: weight });
  assert.deepEqual(sent, [{ type: "inspect", name: "layers/0/weight", index: [1, 0] }]);
  store.dispatch(progressed(1));
  assert.equal(sent.length, 1);
  now = 500;
  store.dispatch(progressed(2));
  assert.equal(sent.length, 2);
});

test("a neuron's numbers are asked for at rest, as far as it has them; in training they are in the picture", () => {
  const store = ready();
  /** @type {any[]} */
  const sent = [];
  askForValue(store, (command) => sent.push(command));
  store.dispatch({ type: "layout_changed", id: 1, layout: { size: 0, arrays: { "probe/layers/0/a": {}, "probe/layers/0/delta": {} } } });
  store.dispatch({ type: "played" });
  store.dispatch({ type: "hover", target: { kind: "neuron", layer: 0, unit: 3 } });
  assert.deepEqual(sent, []);
  store.dispatch({ type: "paused", step: 5 });
  const asked = new Set(sent.map(({ name, index }) => `${name}[${index}]`));
  assert.deepEqual([...asked], ["probe/layers/0/a[3]", "probe/layers/0/delta[3]"]);
});
