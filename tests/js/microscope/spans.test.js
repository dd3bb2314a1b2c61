// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { goTo, placeOf, step } from "../../../static/js/microscope/place.js";
import { flightAt, placeAt, spanOf } from "../../../static/js/microscope/spans.js";
import { EVENTS, moved, walked, walkOf } from "./worlds.js";

/** @param {number} cursor @param {string} zoom */
const at = (cursor, zoom) => walkOf(walked(moved(cursor), { type: "zoom", zoom }));

test("before the step there is no way behind one; each event is one long", () => {
  assert.deepEqual(spanOf(at(0, "layer"), placeOf(at(0, "layer"))), [0, 0]);
  assert.deepEqual(spanOf(at(3, "layer"), placeOf(at(3, "layer"))), [2, 3]);
});

test("the units of an event share its span, and the terms that of their unit", () => {
  const walk = at(1, "neuron");
  assert.deepEqual(spanOf(walk, goTo(walk, 1)), [0, 0.5]);
  assert.deepEqual(spanOf(walk, step(walk, 1)), [0.5, 1]);
  const term = at(1, "term");
  assert.deepEqual(spanOf(term, { ...goTo(term, 1), term: 1 }, 3).map((x) => Math.round(x * 6)), [1, 2]);
  assert.deepEqual(spanOf(term, { ...goTo(term, 1), term: Infinity }, 3)[1], 0.5);
});

test("every place ends where the next begins, and its end leads back to it", () => {
  let walk = at(0, "neuron");
  let end = 0;
  for (let count = 0; count < 100 && walk.cursor < EVENTS.length; count += 1) {
    walk = { ...walk, ...step(walk, 1) };
    const [from, until] = spanOf(walk, placeOf(walk));
    assert.equal(from, end);
    assert.equal(placeAt(walk, until).cursor, walk.cursor);
    end = until;
  }
  assert.equal(end, EVENTS.length);
});

test("a position says what is under way and how far", () => {
  const walk = at(3, "layer");
  assert.deepEqual(flightAt(walk, 2.25), { event: 2, unit: 0, term: 0, t: 0.25 });
  assert.equal(flightAt(walk, 3).t, 1);
  assert.equal(flightAt(walk, 0).t, 0);
  const { event, unit, t } = flightAt(at(1, "neuron"), 0.75);
  assert.deepEqual([event, unit, t], [0, 1, 0.5]);
});
