// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { BEGINNING, reduce } from "../../../static/js/classroom/state.js";

const poll = (/** @type {number} */ number, more = {}) => ({ number, questions: [], ticket: false, stage: "open", round: 1, tallies: [], ...more });
const said = (/** @type {string} */ member, more = {}) => ({ question: 0, round: 1, member, text: "so", hidden: false, ...more });
const own = { question: 0, round: 1, answer: "1", right: null };
const teaching = () => reduce(
  reduce(BEGINNING, { type: "opened", state: { role: "teacher", you: "t", teachers: [], members: [], poll: null, sentences: [] } }),
  { type: "poll_moved", poll: poll(1) });
const seated = () => reduce(
  reduce(BEGINNING, { type: "opened", state: { role: "member", pseudonym: "Calm Ann", poll: null, answers: [] } }),
  { type: "poll_presented", poll: poll(1) });

test("a count takes the place of the one before, and one of another poll none", () => {
  const tallies = [[{ answered: 2, bars: [], others: 0 }]];
  assert.deepEqual(reduce(teaching(), { type: "votes_counted", poll: 1, tallies }).room?.poll?.tallies, tallies);
  assert.deepEqual(reduce(teaching(), { type: "votes_counted", poll: 2, tallies }).room?.poll?.tallies, []);
});

test("a sentence that is said anew, or hidden, keeps its place", () => {
  const two = [said("ann"), said("ben")].reduce((state, sentence) => reduce(state, { type: "sentence_said", poll: 1, sentence }), teaching());
  const hidden = reduce(two, { type: "sentence_said", poll: 1, sentence: said("ann", { hidden: true }) });
  assert.deepEqual(hidden.room?.sentences.map((each) => [each.member, each.hidden]), [["ann", true], ["ben", false]]);
});

test("one who leaves takes their sentences along", () => {
  const spoken = reduce(teaching(), { type: "sentence_said", poll: 1, sentence: said("ann") });
  assert.deepEqual(reduce(spoken, { type: "member_removed", member: "ann" }).room?.sentences, []);
});

test("a second vote keeps what one has answered, another poll does not", () => {
  const answered = reduce(seated(), { type: "own_answers_changed", poll: 1, answers: [own] });
  assert.deepEqual(reduce(answered, { type: "poll_presented", poll: poll(1, { round: 2 }) }).me?.answers, [own]);
  assert.deepEqual(reduce(answered, { type: "poll_presented", poll: poll(2) }).me?.answers, []);
});

test("an answer to a poll that is gone changes nothing", () => {
  const gone = reduce(seated(), { type: "poll_presented", poll: null });
  assert.deepEqual(reduce(gone, { type: "own_answers_changed", poll: 1, answers: [own] }).me?.answers, []);
});
