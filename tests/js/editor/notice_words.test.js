// @ts-check
/** Problems in the learner's words. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { layersNamed, noticeWords, placeName } from "../../../static/js/editor/notice_words.js";
import { createText } from "../../../static/js/lib/text.js";

const text = createText({
  "place.layer": "Layer {layer}",
  "place.design": "The design",
  "label.units": "Units",
  "loss.hinge": "Hinge",
  "activation.tanh": "Tanh",
  "notice.field": "{place}: {expected}; {received}.",
  "notice.other": "No ({code}).",
  "notice.loss_undefined": "{place} does not suit {loss}.",
  "notice.link_invalid.cut_off": "Cut off.",
  "notice.diverged": "Diverged at {step}: {cause} {remedy}",
  "mend.set_activation": "Choose {activation}.",
  "cause.weights_grew": "weights grew.",
  "remedy.lower_learning_rate": "Go slower.",
  "island.full": "Full.",
});

test("a place is named as the page names it, counted from one", () => {
  assert.equal(placeName(text, "layers/1/units"), "Layer 2, units");
  assert.equal(placeName(text, "units"), "Units");
  assert.equal(placeName(text, ""), "The design");
});

test("a problem says its mend, with kinds in words", () => {
  const values = { where: "layers/0", loss: "hinge", mend: "set_activation", activation: "tanh" };
  assert.equal(noticeWords(text, { code: "loss_undefined", values }), "Layer 1 does not suit Hinge. Choose Tanh.");
});

test("divergence says cause and remedy", () => {
  const values = { step: 7, cause: "weights_grew", remedy: "lower_learning_rate" };
  assert.equal(noticeWords(text, { code: "diverged", values }), "Diverged at 7: weights grew. Go slower.");
});

test("a bad link says in what way it is bad", () => {
  assert.equal(noticeWords(text, { code: "link_invalid", values: { reason: "cut_off" } }), "Cut off.");
});

test("a field without a sentence of its own says what was expected", () => {
  const values = { where: "layers/0/units", expected: "a number", received: "'x'" };
  assert.equal(noticeWords(text, { code: "field_int_parsing", values }), "Layer 1, units: a number; 'x'.");
});

test("what nobody has words for is not silent", () => {
  assert.equal(noticeWords(text, { code: "strange", values: {} }), "No (strange).");
});

test("the island's own codes are whole ones", () => {
  assert.equal(noticeWords(text, { code: "island.full", values: {} }), "Full.");
});

test("layers are named once, in order", () => {
  assert.equal(layersNamed(text, ["layers/10/bias", "layers/0/weight", "layers/0/bias"]), "layer 1, layer 11");
});
