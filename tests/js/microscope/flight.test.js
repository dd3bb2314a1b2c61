// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { painter } from "../../../static/js/lib/painter.js";

let stillness = false;
Object.assign(globalThis, { matchMedia: () => ({ get matches() { return stillness; } }) });
const { Flight } = await import("../../../static/js/microscope/flight.js");

/** Pictures are taken when the test says so. @type {((time: number) => void)[]} */
const waiting = [];
painter.schedule = (callback) => waiting.push(callback);
let clock = 0;

/** @param {number} milliseconds in pictures of 20 ms each */
function pass(milliseconds) {
  for (let end = clock + milliseconds; clock < end; clock += 20) for (const callback of waiting.splice(0)) callback(clock);
}

/** A flight over places one long, up to 4, and every position that it came to. @param {number} [speed] */
function flying(speed = 1) {
  /** @type {number[]} */
  const seen = [];
  let position = 0;
  let place = 0;
  const flight = new Flight({
    position: () => position,
    fly: (to) => void seen.push(position = to),
    next() {
      if (place === 4) return false;
      place += 1;
      flight.to([place - 1, place]);
      return true;
    },
    speed: () => speed,
    rest: () => {},
  });
  return { flight, seen, at: () => position };
}

test("one step on is seen to take its way, and ends exactly there", () => {
  const { flight, seen, at } = flying();
  flight.to([0, 1]);
  pass(260);
  assert.ok(at() > 0.3 && at() < 0.7);
  pass(400);
  assert.equal(at(), 1);
  assert.ok(seen.length > 10);
});

test("one step back goes the same way backwards; a leap travels its last event only", () => {
  const { flight, seen, at } = flying();
  flight.at(1, [0, 1]);
  flight.to([0, 0]);
  pass(200);
  assert.ok(at() > 0 && at() < 1);
  pass(600);
  assert.equal(at(), 0);
  seen.length = 0;
  flight.to([6, 7]);
  pass(1000);
  assert.ok(Math.min(...seen) >= 6 && at() === 7);
});

test("held in mid-flight it freezes, and goes on from there", () => {
  const { flight, at } = flying();
  flight.play();
  pass(1200);
  flight.hold();
  const frozen = at();
  assert.ok(frozen > 1 && frozen < 2);
  pass(2000);
  assert.equal(at(), frozen);
  flight.play();
  pass(40);
  assert.ok(at() > frozen && at() < frozen + 0.2);
});

test("it plays from place to place up to the last, the faster the higher the speed", () => {
  for (const speed of [0.25, 1, 8]) {
    const { flight, at } = flying(speed);
    flight.play();
    pass(3000 / speed);
    assert.ok(at() > 3 && at() < 4);
    pass(300 / speed + 80);
    assert.equal(at(), 4);
    assert.equal(flight.playing, false);
  }
});

test("who wants no motion sees each place once and nothing on the way to it", () => {
  stillness = true;
  const { flight, seen } = flying();
  flight.to([0, 1]);
  flight.at(0.4, [0, 1]);
  flight.play();
  pass(4000);
  stillness = false;
  assert.ok(seen.every(Number.isInteger), String(seen));
  assert.equal(seen[seen.length - 1], 4);
});
