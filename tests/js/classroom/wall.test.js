// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce, BEGINNING } from "../../../static/js/classroom/state.js";
import { bytesOf, linePoints, pixelsOf } from "../../../static/js/classroom/tile_picture.js";
import { BINS, chosen, counts, distributions, SAMPLE, sample } from "../../../static/js/classroom/wall_order.js";
import { makeTheme, STEPS } from "../../../static/js/views/theme.js";

/** @typedef {import("../../../static/js/classroom/state.js").Tile} Tile */

const member = (/** @type {string} */ id, more = {}) => ({ id, pseudonym: `Calm ${id}`, joined_at: 1, here: true, hand: null, helped: false, ...more });
const tile = (more = {}) => /** @type {Tile} */ ({ step: 1, epoch: 1, validation: 0.5, accuracy: 0.8, r2: null, parameters: 9, playing: true, stuck: null, ...more });
const ids = (/** @type {{id: string}[]} */ members) => members.map(({ id }) => id);
const wish = (more = {}) => ({ sort: /** @type {const} */ ("name"), filter: /** @type {const} */ ("all"), search: "", ...more });

const CLASS = [member("Dan"), member("Cleo", { here: false }), member("Ann", { hand: 3 }), member("Ben")];
const TILES = {
  Dan: tile({ stuck: "idle", accuracy: 0.5, validation: 0.9, parameters: 40 }),
  Cleo: tile({ stuck: "diverged", accuracy: 0.4, validation: 0.1 }),
  Ben: tile({ stuck: "diverged", accuracy: null, r2: 0.95, validation: null, parameters: 3 }),
};

test("by name, hands come first", () => {
  assert.deepEqual(ids(chosen(CLASS, TILES, wish())), ["Ann", "Ben", "Cleo", "Dan"]);
});

test("stuck first: who diverged, then who is idle, then hands; who is away comes last whatever is known", () => {
  assert.deepEqual(ids(chosen(CLASS, TILES, wish({ sort: "stuck" }))), ["Ben", "Dan", "Ann", "Cleo"]);
});

test("by accuracy the lowest, by loss the highest, by parameters the fewest come first, and who has none last", () => {
  assert.deepEqual(ids(chosen(CLASS, TILES, wish({ sort: "accuracy" }))), ["Cleo", "Dan", "Ben", "Ann"]);
  assert.deepEqual(ids(chosen(CLASS, TILES, wish({ sort: "loss" }))).slice(0, 2), ["Dan", "Cleo"]);
  assert.deepEqual(ids(chosen(CLASS, TILES, wish({ sort: "parameters" }))), ["Ben", "Cleo", "Dan", "Ann"]);
});

test("a filter and a name choose together", () => {
  assert.deepEqual(ids(chosen(CLASS, TILES, wish({ filter: "here" }))), ["Ann", "Ben", "Dan"]);
  assert.deepEqual(ids(chosen(CLASS, TILES, wish({ filter: "stuck" }))), ["Ben", "Dan"]);
  assert.deepEqual(ids(chosen(CLASS, TILES, wish({ filter: "hand" }))), ["Ann"]);
  assert.deepEqual(ids(chosen(CLASS, TILES, wish({ filter: "here", search: " calm d" }))), ["Dan"]);
});

test("the list that was given is left as it was", () => {
  const before = ids(CLASS);
  chosen(CLASS, TILES, wish());
  assert.deepEqual(ids(CLASS), before);
});

test("of eighty a sample is shown, of fifty-nine all", () => {
  const many = Array.from({ length: 80 }, (_, at) => member(`m${at}`));
  assert.equal(sample(chosen(many, {}, wish()), 80).length, SAMPLE);
  assert.equal(sample(many.slice(0, 59), 59).length, 59);
});

test("a distribution counts everybody who has a number, once", () => {
  const tiles = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`m${at}`, tile({ accuracy: at / 79, validation: at === 5 ? null : at })]));
  const { score, loss } = distributions(tiles);
  assert.equal(score.counts.length, BINS);
  assert.deepEqual([score, loss].map((each) => each.counts.reduce((sum, count) => sum + count)), [80, 79]);
  assert.deepEqual([loss.low, loss.high], [0, 79]);
  assert.ok(score.counts.every((count) => count >= 3 && count <= 5));
});

test("an empty class has empty distributions", () => {
  assert.deepEqual(new Set(distributions({}).score.counts), new Set([0]));
});

test("who is away is not counted as stuck", () => {
  assert.deepEqual(counts(CLASS, TILES), { here: 3, members: 4, stuck: 2, hands: 1 });
});

const theme = makeTheme((name) => ({ "--neutral": "#ffffff", "--positive-muted": "#0000ff", "--negative-muted": "#ff0000" })[name] ?? "#00ff00");

test("a surface's ends have the palette's ends, its middle the middle", () => {
  const values = btoa(String.fromCharCode(0, 127, 254));
  assert.deepEqual([...pixelsOf({ kind: "surface", side: 1, values }, theme)], [0, (STEPS - 1) / 2, STEPS - 1].map((at) => theme.palette[at]));
});

test("a class that is surer is stronger", () => {
  const [weak, strong] = pixelsOf({ kind: "classes", side: 1, values: btoa("\x01\x01"), sure: btoa("\x00\xff") }, theme);
  assert.ok((weak & 0xff) > (strong & 0xff));
  assert.deepEqual([...bytesOf(btoa("\x07\xff"))], [7, 255]);
});

test("a falling loss is a falling line, and one value stands in the middle", () => {
  const points = linePoints([1, null, 0.1, 0.01], 90, 24);
  assert.deepEqual(points.map(([x]) => x), [0, 45, 90]);
  assert.deepEqual(points.map(([, y]) => Math.round(y)), [2, 12, 22]);
  assert.equal(linePoints([0.5], 90, 24)[0][1], 12);
});

test("tiles, a note and a pause are taken in", () => {
  const seat = reduce(BEGINNING, { type: "opened", state: { role: "member", pseudonym: "Calm Ann", paused: false } });
  assert.equal(reduce(seat, { type: "class_paused", paused: true }).me?.paused, true);
  const noted = reduce(seat, { type: "nudged", number: 4, note: "Well done!" });
  assert.deepEqual(noted.note, { at: 4, note: "Well done!" });
  assert.equal(reduce(noted, { type: "read" }).note, null);
  assert.deepEqual(Object.keys(reduce(seat, { type: "tiles", tiles: TILES }).tiles), ["Dan", "Cleo", "Ben"]);
});
