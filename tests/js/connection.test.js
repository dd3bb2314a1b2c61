// @ts-check
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { backoff } from "../../static/js/protocol/backoff.js";
import { Connection } from "../../static/js/protocol/connection.js";
import { SILENCE_SECONDS } from "../../static/js/protocol/schema.js";
import { message } from "./frames.js";

class FakeSocket {
  readyState = 1;
  /** @type {any[]} */
  sent = [];
  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onclose = null;
  closed = false;

  /** @param {string} address */
  constructor(address) {
    this.address = address;
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  /** @param {object | ArrayBuffer} data */
  hear(data) {
    this.onmessage?.({ data: data instanceof ArrayBuffer ? data : JSON.stringify(data) });
  }

  break(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

/** A connection over sockets that the test holds in its hand, and a clock that it turns. @param {import("node:test").TestContext} context */
async function world(context) {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  let time = 0;
  /** @type {FakeSocket[]} */
  const sockets = [];
  /** @type {any[]} */
  const events = [];
  /** @type {any[]} */
  const frames = [];
  /** @type {string[]} */
  const statuses = [];
  /** @type {number[]} */
  const codes = [];
  const connection = new Connection({
    address: async ({ stream, after }, attempt) => `${stream}/${after}/${attempt}`,
    event: (event) => events.push(event),
    frame: (frame) => frames.push(frame),
    status: (status) => statuses.push(status),
    refused: (code) => codes.push(code),
    socket: (address) => /** @type {any} */ (sockets[sockets.push(new FakeSocket(address)) - 1]),
    now: () => time,
    random: () => 1,
  });
  context.after(() => {
    connection.stop();
    mock.timers.reset();
  });
  const pass = async (/** @type {number} */ milliseconds) => {
    for (let gone = 0; gone < milliseconds; gone += 100) {
      time += 100;
      mock.timers.tick(100);
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  connection.start();
  await pass(100);
  return { connection, sockets, events, frames, statuses, codes, pass };
}

const LAYOUT = message({ loss: { shape: [], values: [0.5] } }, { layoutId: 3 }).layout;
const opened = { type: "opened", number: 10, stream: "e", session: "s", state: { layout: LAYOUT, layout_id: 3 } };
const picture = (/** @type {number} */ number, layoutId = 3) => message({ loss: { shape: [], values: [0.5] } }, { layoutId, number }).buffer;

test("it is open when the session has said so", async (context) => {
  const { sockets, statuses } = await world(context);
  assert.deepEqual(statuses, []);
  sockets[0].hear(opened);
  assert.deepEqual(statuses, ["open"]);
});

test("it comes back to the very place where it was", async (context) => {
  const { sockets, pass, statuses } = await world(context);
  sockets[0].hear(opened);
  sockets[0].hear({ type: "played", number: 11, stream: "e" });
  sockets[0].break();
  await pass(1000);
  assert.equal(sockets[1].address, "e/11/1");
  assert.deepEqual(statuses, ["open", "reconnecting"]);
});

test("an event that is heard twice is taken once", async (context) => {
  const { sockets, events } = await world(context);
  sockets[0].hear(opened);
  sockets[0].hear({ type: "played", number: 11, stream: "e" });
  sockets[0].hear({ type: "played", number: 11, stream: "e" });
  assert.equal(events.length, 2);
});

test("the whole state counts even when its number is not newer: the server has begun another stream", async (context) => {
  const { sockets, events } = await world(context);
  sockets[0].hear(opened);
  sockets[0].hear({ ...opened, number: 2, stream: "f" });
  assert.equal(events.length, 2);
});

test("a frame's credit goes back only when it has been drawn", async (context) => {
  const { sockets, connection, frames } = await world(context);
  sockets[0].hear(opened);
  sockets[0].hear(picture(1));
  sockets[0].hear(picture(2));
  assert.equal(frames.length, 2);
  assert.deepEqual(sockets[0].sent, []);
  connection.drawn();
  assert.deepEqual(sockets[0].sent.map(({ type, frame }) => [type, frame]), [["acknowledge", 1], ["acknowledge", 2]]);
});

test("a frame of an unknown layout is dropped, and its credit given back", async (context) => {
  const { sockets, frames } = await world(context);
  sockets[0].hear(opened);
  sockets[0].hear(picture(1, 99));
  assert.equal(frames.length, 0);
  assert.equal(sockets[0].sent[0].frame, 1);
});

test("after a new layout frames are read by it", async (context) => {
  const { sockets, frames } = await world(context);
  sockets[0].hear(opened);
  sockets[0].hear({ type: "layout_changed", number: 11, stream: "e", id: 4, layout: LAYOUT });
  sockets[0].hear(picture(1, 4));
  assert.equal(frames[0].value("loss"), 0.5);
});

test("a link that has gone silent is noticed within ten seconds", async (context) => {
  const { sockets, statuses, pass } = await world(context);
  sockets[0].hear(opened);
  await pass(SILENCE_SECONDS * 1000 - 500);
  assert.deepEqual(statuses, ["open"]);
  await pass(1500);
  assert.deepEqual(statuses, ["open", "reconnecting"]);
  assert.ok(sockets[0].closed);
  assert.ok(SILENCE_SECONDS + 1.5 <= 10);
});

test("a heartbeat is enough to be alive", async (context) => {
  const { sockets, statuses, pass } = await world(context);
  sockets[0].hear(opened);
  for (let k = 0; k < 6; k += 1) {
    await pass(3000);
    sockets[0].hear({ type: "heartbeat" });
  }
  assert.deepEqual(statuses, ["open"]);
});

test("a socket that was given up says nothing any more", async (context) => {
  const { sockets, events, pass } = await world(context);
  sockets[0].hear(opened);
  const late = sockets[0].onmessage;
  await pass(10_000);
  late?.({ data: JSON.stringify({ type: "played", number: 99, stream: "e" }) });
  assert.deepEqual(events.map(({ type }) => type), ["opened"]);
});

test("why the server closed is passed on", async (context) => {
  const { sockets, codes } = await world(context);
  sockets[0].break(4404);
  assert.deepEqual(codes, [4404]);
});

test("it waits longer from try to try, never longer than five seconds, and never all alike", () => {
  const longest = [0, 1, 2, 3, 4, 5, 20].map((attempt) => backoff(attempt, () => 1));
  assert.deepEqual(longest, [250, 500, 1000, 2000, 4000, 5000, 5000]);
  assert.equal(backoff(5, () => 0), 2500);
});

test("a command has a number of its own; without a link it is not sent", async (context) => {
  const { sockets, connection } = await world(context);
  assert.equal(connection.send({ type: "play" }), 1);
  assert.equal(connection.send({ type: "pause" }), 2);
  sockets[0].break();
  assert.equal(connection.send({ type: "play" }), 0);
  assert.deepEqual(sockets[0].sent, [{ type: "play", id: 1 }, { type: "pause", id: 2 }]);
});
