// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { forgetOwn, keepOwn, keepProgress, ownLessons, ownName, progressOf, titleOf } from "../../../static/js/lesson/memory.js";

/** @param {Record<string, string>} kept */
const shelf = (kept = {}) => ({
  getItem: (/** @type {string} */ key) => kept[key] ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => void (kept[key] = value),
  removeItem: (/** @type {string} */ key) => void delete kept[key],
});

test("one goes on where one was", () => {
  const kept = shelf();
  assert.equal(progressOf(kept, "neuron").step, 0);
  keepProgress(kept, "neuron", { step: 3, done: false, answers: { "1.0": { answer: "7" } }, tables: {} });
  assert.equal(progressOf(kept, "neuron").step, 3);
  assert.equal(progressOf(kept, "loss").step, 0);
});

test("what was damaged by hand is as if it had never been", () => {
  assert.equal(progressOf(shelf({ "chalknet-lesson/neuron": "{" }), "neuron").step, 0);
  assert.deepEqual(ownLessons(shelf({ "chalknet-lessons": "7" })), {});
});

test("an own lesson is kept, and forgotten with its progress", () => {
  const kept = shelf();
  keepOwn(kept, "a", { title: "A", file: "x" });
  keepOwn(kept, "b", { title: "B", file: "y" });
  keepProgress(kept, ownName("a"), { step: 2, done: false, answers: {}, tables: {} });
  forgetOwn(kept, "a");
  assert.deepEqual(Object.keys(ownLessons(kept)), ["b"]);
  assert.equal(progressOf(kept, ownName("a")).step, 0);
});

test("a browser without room says so", () => {
  const full = { ...shelf(), setItem() { throw new Error("full"); } };
  assert.equal(keepOwn(full, "a", { title: "A", file: "x" }), false);
});

test("a file's title is found without reading the rest", () => {
  assert.equal(titleOf("---\ntitle: \"Mine: one\"\nminutes: 3\n---\n## x", "?"), "Mine: one");
  assert.equal(titleOf("---\r\ntitle: Mine\r\n---\r\n", "?"), "Mine");
  assert.equal(titleOf("no lesson", "?"), "?");
});
