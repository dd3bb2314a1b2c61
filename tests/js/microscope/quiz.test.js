// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Asking } from "../../../static/js/microscope/asking.js";
import { answers, wishOf } from "../../../static/js/microscope/keys.js";
import { toneOf } from "../../../static/js/microscope/mathml.js";
import { isOpen, revealed } from "../../../static/js/microscope/quiz_state.js";
import { aheadWords, answerWords, choiceWords, diagnosisWords, outcomeWords, questionWords } from "../../../static/js/microscope/quiz_words.js";
import { symbolOf } from "../../../static/js/microscope/symbols.js";
import { moved, walked, walkOf } from "./worlds.js";

/** @typedef {import("../../../static/js/microscope/quiz_state.js").Card} Card */

const TALLY = { asked: 1, first: 0, tries: 0, hints: 0 };
const PREDICTING = { type: "predicting", on: true, tally: TALLY };
/** @type {Card} */
const SIGN = {
  kind: "sign", event: 8, column: 0, quantity: "delta", subject: { name: "layers/0/delta", index: [1, 0] },
  choices: ["negative", "positive"].map((code) => ({ code, elements: [], value: null })),
};
const ASKED = { type: "question_asked", card: SIGN, wrong: [] };
const MISSED = { type: "question_missed", event: 8, given: "negative", mistake: "sign_flipped" };
const HINTED = { type: "question_hinted", event: 8, hints: 1, rule: "delta", working: [] };
const SETTLED = { type: "question_settled", event: 8, given: "positive", answer: "positive", element: SIGN.subject, mistake: null };
const quizOf = (/** @type {any[]} */ ...actions) => walkOf(walked(PREDICTING, ...actions)).quiz;
/** Texts that say their code and their values. */
const text = (/** @type {string} */ code, /** @type {Record<string, unknown>} */ values = {}) => [code, ...Object.values(values)].join(" ");

test("nobody predicts before it is switched on", () => {
  assert.equal(walkOf(walked()).quiz.on, false);
  assert.deepEqual([quizOf().on, quizOf().tally], [true, TALLY]);
});

test("a card is open until it is settled, and what was tried is remembered", () => {
  const quiz = quizOf(ASKED, moved(8), MISSED, HINTED);
  assert.ok(isOpen(quiz));
  assert.deepEqual([quiz.wrong, quiz.missed?.mistake, quiz.hint?.hints], [["negative"], "sign_flipped", 1]);
  assert.ok(!isOpen(quizOf(ASKED, moved(8), SETTLED, moved(9))));
});

test("the card that is open comes again as it was", () => {
  assert.equal(quizOf(ASKED, moved(8), MISSED, ASKED, moved(8)).missed?.given, "negative");
});

test("a card stays with its event: going on, going back or another sample puts it away", () => {
  assert.equal(quizOf(ASKED, moved(8), moved(7)).card, null);
  assert.equal(quizOf(ASKED, moved(8), moved(8, { column: 1 })).card, null);
  assert.notEqual(quizOf(ASKED, moved(8), SETTLED, moved(9)).card, null);
  assert.equal(quizOf(ASKED, moved(8), SETTLED, moved(9), moved(10)).card, null);
});

test("what is said of another card comes too late", () => {
  const quiz = quizOf(ASKED, moved(8), { ...MISSED, event: 7 }, { ...SETTLED, event: 7 });
  assert.deepEqual([quiz.wrong, quiz.settled], [[], null]);
});

test("once a card is settled its number is what is looked at", () => {
  const walk = walkOf(walked(PREDICTING, moved(8), ASKED, SETTLED, moved(9)));
  assert.deepEqual([walk.pick.layer, walk.pick.unit], [0, 1]);
  assert.deepEqual(revealed({ name: "parameters/layers/1/weight", index: [0, 2] }), { layer: 1, unit: 0, role: "weight", input: 2 });
  assert.deepEqual(revealed({ name: "gradient/layers/1/bias", index: [0] }), { layer: 1, unit: 0, role: "bias", input: null });
  assert.deepEqual(revealed({ name: "layers/1/dx", index: [1, 0] }), { layer: 0, unit: 1 });
});

test("switching off, or another walk, puts the card away and keeps the tally", () => {
  assert.equal(quizOf(ASKED, moved(8), { ...PREDICTING, on: false }).card, null);
  const again = quizOf(ASKED, moved(8), { type: "walk_opened", step: 6, samples: [1], events: [] });
  assert.deepEqual([again.card, again.on, again.tally], [null, true, TALLY]);
});

test("where one wanted to be is forgotten where a card holds", () => {
  /** @type {any[]} */
  const sent = [];
  const asking = new Asking((command) => sent.push(command), () => 0);
  asking.go(walkOf(walked(moved(0))), { cursor: 13 });
  asking.hold();
  asking.moved(walkOf(walked(moved(8))));
  assert.equal(sent.length, 1);
  assert.equal(asking.place(walkOf(walked(moved(8)))).cursor, 8);
});

test("a question names its number as the formula does", () => {
  assert.equal(questionWords(text, SIGN), "microscope.quiz.sign δ₁,₂");
  const weight = { name: "gradient/layers/1/weight", index: [0, 1] };
  assert.equal(questionWords(text, { ...SIGN, kind: "whatif", quantity: "gradient", subject: weight }), "microscope.quiz.whatif w₂,₁,₂");
  const pair = [0, 1].map((unit) => ({ code: String(unit), elements: [{ name: "layers/0/z", index: [unit, 0] }], value: null }));
  const larger = { ...SIGN, kind: "larger", subject: null, choices: pair };
  assert.equal(questionWords(text, { ...larger, quantity: "z" }), "microscope.quiz.larger z₁,₁ z₁,₂");
  assert.equal(questionWords(text, larger), "microscope.quiz.larger_size z₁,₁ z₁,₂");
  assert.equal(aheadWords(text, walkOf(walked()), SIGN), "microscope.phase.backward · island.layer 1");
});

test("a choice is a word, a symbol, a product, a number, or a symbol with its number", () => {
  const delta = { name: "layers/1/delta", index: [0, 0] };
  const choice = (/** @type {any} */ more) => ({ code: "0", elements: [], value: null, ...more });
  const said = (/** @type {string} */ kind, /** @type {any} */ more) => choiceWords(text, { ...SIGN, kind }, choice(more));
  assert.equal(said("sign", { code: "negative" }), "microscope.quiz.choice.negative");
  assert.equal(said("route", { elements: [{ name: "layers/1/weight", index: [0, 1] }, delta] }), "w₂,₁,₂·δ₂,₁");
  assert.equal(said("number", { value: -0.25 }), "−0.25");
  assert.equal(said("trace", { elements: [delta], value: 0.5 }), "δ₂,₁ = 0.5");
});

test("an outcome says the answer and, of a trace, what the false value was", () => {
  const settled = { given: "1", answer: "0.123456789", element: { name: "layers/0/z", index: [0, 0] }, mistake: null };
  const number = { ...SIGN, kind: "number", choices: [] };
  assert.equal(answerWords(text, number, settled.answer), "0.1235");
  assert.equal(outcomeWords(text, number, settled), "microscope.quiz.right 0.1235");
  assert.equal(outcomeWords(text, number, { ...settled, given: null }), "microscope.quiz.shown 0.1235");
  const trace = { ...SIGN, kind: "trace", choices: [{ code: "0", elements: [settled.element], value: 2 }] };
  assert.equal(outcomeWords(text, trace, { ...settled, answer: "0", mistake: "slope_missing" }), "microscope.quiz.right z₁,₁ = 2 microscope.quiz.mistake.slope_missing");
  assert.equal(diagnosisWords(text, null), "microscope.quiz.mistake.other");
});

test("a symbol whose value is still to be predicted shows no sign", () => {
  const symbol = symbolOf("parameters/layers/0/weight", [0, 0], 0);
  assert.equal(toneOf({ name: "", index: [], value: null, symbol }), "tone-plain");
  assert.equal(toneOf({ name: "", index: [], value: -1, symbol }), "tone-negative");
});

test("Q switches predicting, figures answer, and neither does where one types", () => {
  const key = (/** @type {string} */ key, target = null) => /** @type {any} */ ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, defaultPrevented: false, target });
  const field = /** @type {any} */ ({ closest: (/** @type {string} */ selector) => selector.includes("textarea") });
  assert.equal(wishOf(key("q"), true), "predict");
  assert.equal(wishOf(key("q"), false), null);
  assert.ok(answers(key("3")));
  assert.ok(!answers(key("0")) && !answers(key("3", field)) && !answers(key("a")));
});
