// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { cursorOf, perform } from "../../../static/js/lesson/setup.js";
import { reduce } from "../../../static/js/store/reduce.js";
import { BEGINNING } from "../../../static/js/store/state.js";
import { Store } from "../../../static/js/store/store.js";

const EVENTS = /** @type {any[]} */ ([
  { phase: "forward", layer: 0, quantity: "z", outputs: [], shapes: [] },
  { phase: "forward", layer: 1, quantity: "z", outputs: [], shapes: [] },
  { phase: "loss", layer: 1, quantity: "loss", outputs: [], shapes: [] },
]);
const NOTHING = { design: null, play: false, pace: null, steps: null, microscope: null };

test("a position is the end of the first event that fits; layers are counted from 1", () => {
  assert.equal(cursorOf(EVENTS, { phase: "forward", layer: 2, quantity: "z", sample: 1 }), 2);
  assert.equal(cursorOf(EVENTS, { phase: "loss", layer: null, quantity: null, sample: 1 }), 3);
  assert.equal(cursorOf(EVENTS, { phase: "update", layer: null, quantity: null, sample: 1 }), 0);
});

test("a design opens before its first step, then trains", () => {
  /** @type {unknown[]} */
  const sent = [];
  perform(new Store(reduce, BEGINNING), (command) => sent.push(command), () => assert.fail("nothing is open"), {
    ...NOTHING, design: { layers: [] }, pace: "fastest", steps: 20,
  });
  assert.deepEqual(sent, [
    { type: "pause" }, { type: "open", design: { layers: [] } }, { type: "pace", steps_per_second: null }, { type: "step", count: 20 },
  ]);
});

test("the microscope goes to its place once the session has said what the step consists of", () => {
  const store = new Store(reduce, BEGINNING);
  /** @type {{type: string}[]} */
  const sent = [];
  const microscope = { phase: "loss", layer: null, quantity: null, sample: 2 };
  perform(store, (command) => sent.push(command), () => {}, { ...NOTHING, microscope });
  assert.deepEqual(sent.map(({ type }) => type), ["pause", "open_walk"]);
  store.dispatch({ type: "walk_opened", step: 0, samples: [0, 1], events: EVENTS });
  assert.deepEqual(sent.at(-1), { type: "move_cursor", cursor: 3, column: 1 });
  store.dispatch({ type: "walk_opened", step: 1, samples: [0, 1], events: [...EVENTS] });
  assert.equal(sent.length, 3, "the next step is the reader's own");
});
