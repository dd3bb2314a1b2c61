// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Asking } from "../../../static/js/microscope/asking.js";
import { passes } from "../../../static/js/microscope/controls.js";
import { confirms } from "../../../static/js/microscope/formula_panel.js";
import { wishOf } from "../../../static/js/microscope/keys.js";
import { sharesOf } from "../../../static/js/microscope/side_panel.js";
import { csvOf, gridsOf, harmless } from "../../../static/js/microscope/table.js";
import { placeWords } from "../../../static/js/microscope/words.js";
import { COLUMNS, moved, walked, walkOf } from "./worlds.js";

/** @param {string} key @param {Record<string, unknown>} [more] */
const key = (key, more = {}) => /** @type {any} */ ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, defaultPrevented: false, target: null, ...more });
const on = (/** @type {string} */ what) => ({ target: { closest: (/** @type {string} */ selector) => selector.includes(what) } });

test("keys mean something only while a step is walked, but for the one that opens it", () => {
  assert.equal(wishOf(key("m"), false), "open");
  assert.equal(wishOf(key("ArrowRight"), false), null);
  assert.equal(wishOf(key("m"), true), "close");
  assert.equal(wishOf(key("ArrowRight"), true), "on");
  assert.equal(wishOf(key("ArrowLeft", { shiftKey: true }), true), "layer_back");
});

test("where one types, or where the key has another meaning, it is left alone", () => {
  assert.equal(wishOf(key("m", on("textarea")), false), null);
  assert.equal(wishOf(key(" ", on("button")), true), null);
  assert.equal(wishOf(key("ArrowRight", { defaultPrevented: true }), true), null);
  assert.equal(wishOf(key("d", { ctrlKey: true }), true), null);
});

test("however fast one scrubs, one move at a time is asked for, and the last one is", () => {
  /** @type {any[]} */
  const sent = [];
  const asking = new Asking((command) => sent.push(command), () => 0);
  asking.go(walkOf(walked(moved(0))), { cursor: 1 });
  asking.go(walkOf(walked(moved(0))), { cursor: 4 });
  asking.go(walkOf(walked(moved(0))), { cursor: 9 });
  assert.deepEqual(sent.map(({ cursor }) => cursor), [1]);
  asking.moved(walkOf(walked(moved(1))));
  assert.deepEqual(sent.map(({ cursor }) => cursor), [1, 9]);
  assert.equal(asking.place(walkOf(walked(moved(1)))).cursor, 9);
});

test("each formula is asked for once, and only where one has arrived", () => {
  /** @type {any[]} */
  const sent = [];
  const asking = new Asking((command) => sent.push(command), () => 0);
  const walk = walkOf(walked(moved(1)));
  asking.explain(walk, COLUMNS, false);
  asking.explain(walk, COLUMNS, false);
  assert.deepEqual(sent, [{ type: "explain", event: 0, name: "layers/0/z", index: [0, 0], whole: false }]);
  asking.explain(walk, COLUMNS, true);
  assert.equal(sent.length, 2);
});

test("a table has a row a unit, the old parameters beside the new, and the sample that is looked at", () => {
  const grids = gridsOf({
    arrays: { "layers/0/weight": [[1, 2], [3, 4]], "layers/0/z": [[5, 6], [7, 8]], "layers/0/dx": [[0, 1], [0, 2], [0, 3]] },
    before: { "layers/0/weight": [[1, 2], [3, 9]] },
  }, 1, "old");
  assert.deepEqual(grids.map(({ rows }) => rows.length), [3, 2]);
  assert.deepEqual(grids[1].heads, ["old weight 1", "old weight 2", "weight 1", "weight 2", "z"]);
  assert.deepEqual(grids[1].rows[1], { name: "2", values: [3, 9, 3, 4, 8] });
  assert.equal(csvOf([grids[1]]).split("\n")[2], "2,3,9,3,4,8");
});

test("no cell of text is taken for a formula", () => {
  assert.deepEqual(["=1+1", "+1", "-1", "@x", "a,b", 'say "x"', "z"].map(harmless), ["'=1+1", "'+1", "'-1", "'@x", '"a,b"', '"say ""x"""', "z"]);
});

test("a nudge confirms what it comes near to", () => {
  assert.equal(confirms(0.0087704, 0.0087705), true);
  assert.equal(confirms(0.0088, 0.0077), false);
  assert.equal(confirms(0, 0), true);
  assert.equal(confirms(1, null), false);
});

test("a check passes when the worst error is rounding", () => {
  const check = { checked: 9, skipped: 0, name: "layers/0/weight", index: [0, 0] };
  assert.deepEqual([passes({ ...check, worst: 1e-9 }), passes({ ...check, worst: 0.5 }), passes({ ...check, worst: null })], [true, false, false]);
});

test("the samples' shares in a gradient are known only where the sum is whole", () => {
  const term = { number: 2 };
  const sum = (/** @type {object} */ more) => /** @type {any} */ ({ expression: { operator: "sum", value: 6, operands: [term, term, term], ...more } });
  assert.deepEqual(sharesOf(sum({}), 3), [2, 2, 2]);
  assert.equal(sharesOf(sum({ rest: { count: 2, value: 1 } }), 3), null);
  assert.equal(sharesOf(undefined, 3), null);
});

test("where one stands is said in words", () => {
  const text = (/** @type {string} */ code, /** @type {Record<string, unknown>} */ values = {}) => `${code.split(".").pop()}${Object.values(values)}`;
  assert.equal(placeWords(text, walkOf(walked(moved(0))), COLUMNS), "before");
  const pick = { type: "pick", pick: { unit: 1 } };
  assert.equal(placeWords(text, walkOf(walked(moved(9), pick)), COLUMNS), "backward · layer1 · neuron2: δ");
  assert.equal(placeWords(text, walkOf(walked(moved(13))), COLUMNS), "update: w₂,₁,₁");
});
