// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { BEGINNING, reduce } from "../../../static/js/classroom/state.js";
import { forget, remember, visits } from "../../../static/js/classroom/visited.js";
import { when } from "../../../static/js/classroom/when.js";

const member = (/** @type {string} */ id, more = {}) => ({ id, pseudonym: `Calm ${id}`, joined_at: 1, here: true, hand: null, ...more });
const terms = { code: "K7QM-2XWP", address: "http://10.0.0.2:8000", locked: false, created_at: 1, expires_at: 2, saved: true };
const room = () => reduce(BEGINNING, { type: "opened", state: { role: "teacher", you: "t", terms, teachers: [], members: [member("Ann")], poll: null, sentences: [] } });
const seat = () => reduce(BEGINNING, { type: "opened", state: { role: "member", pseudonym: "Calm Ann", rerolls: 5, hand: null, here: 1, expires_at: 2, poll: null, answers: [] } });

test("a member who is new comes last, one who is known keeps the place", () => {
  const two = reduce(room(), { type: "member_changed", member: member("Ben") });
  const raised = reduce(two, { type: "member_changed", member: member("Ann", { hand: 9 }) });
  assert.deepEqual(raised.room?.members.map(({ id, hand }) => [id, hand]), [["Ann", 9], ["Ben", null]]);
});

test("a member who left is gone", () => {
  assert.deepEqual(reduce(room(), { type: "member_removed", member: "Ann" }).room?.members, []);
});

test("a change leaves what it does not touch as it was", () => {
  const before = room();
  const after = reduce(before, { type: "terms_changed", terms: { ...terms, locked: true } });
  assert.equal(after.room?.members, before.room?.members);
  assert.equal(after.room?.terms.locked, true);
});

test("a student's page knows its own seat and no room", () => {
  const renamed = reduce(seat(), { type: "you_changed", pseudonym: "Bold Owl", rerolls: 4, hand: 3 });
  assert.equal(renamed.room, null);
  assert.deepEqual([renamed.me?.pseudonym, renamed.me?.rerolls, renamed.me?.hand], ["Bold Owl", 4, 3]);
  assert.equal(reduce(renamed, { type: "counted", here: 7 }).me?.here, 7);
  assert.equal(reduce(renamed, { type: "end_moved", expires_at: 9 }).me?.expires_at, 9);
});

test("what concerns the other role changes nothing", () => {
  const state = seat();
  assert.equal(reduce(state, { type: "member_changed", member: member("Ben") }), state);
  assert.equal(reduce(state, { type: "heartbeat" }), state);
});

test("the rooms that a browser has been in are kept, the latest first, each once", () => {
  /** @type {Record<string, string>} */
  const kept = {};
  const shelf = { getItem: (/** @type {string} */ key) => kept[key] ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => void (kept[key] = value) };
  for (const [at, name] of ["a", "b", "a"].entries()) remember(shelf, { room: name, role: "member", at });
  assert.deepEqual(visits(shelf).map(({ room: name }) => name), ["a", "b"]);
  forget(shelf, "a");
  assert.deepEqual(visits(shelf).map(({ room: name }) => name), ["b"]);
});

test("a shelf that holds nonsense holds nothing", () => {
  for (const text of ["", "{}", "no json", "[1]", '[{"room":1}]']) {
    assert.deepEqual(visits({ getItem: () => text, setItem() {} }), []);
  }
});

test("a moment of today is a time, a later one has its day", () => {
  assert.doesNotMatch(when(3600, 0, "en-GB"), /1970/);
  assert.match(when(200_000, 0, "en-GB"), /1970/);
});
