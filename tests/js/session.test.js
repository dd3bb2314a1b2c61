// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Address } from "../../static/js/protocol/address.js";
import { TabSession } from "../../static/js/protocol/session.js";

/** Tabs of one browser: their channels hear one another, each has a shelf of its own, and a server counts sessions. */
function browser({ answerAfter = 0 } = {}) {
  /** @type {any[]} */
  const channels = [];
  let count = 0;
  const alive = new Set();
  /** Sessions that a page is in. */
  const watched = new Set();
  const ask = async (/** @type {string | null} */ had) => {
    if (had !== null && alive.has(had)) return { session: had, known: true, watched: watched.has(had) };
    const session = `s${(count += 1)}`;
    alive.add(session);
    return { session, known: false, watched: false };
  };
  const open = (/** @type {Map<string, string>} */ storage) => {
    /** @type {any} */
    const channel = { onmessage: null };
    channel.postMessage = (/** @type {any} */ data) => {
      for (const other of channels) if (other !== channel) setTimeout(() => other.onmessage?.({ data }), answerAfter);
    };
    channels.push(channel);
    const shelf = { getItem: (/** @type {string} */ key) => storage.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => void storage.set(key, value) };
    const close = () => void channels.splice(channels.indexOf(channel), 1);
    return { tab: new TabSession(shelf, channel, ask, undefined, 20), close };
  };
  return { open, alive, watched };
}

test("a new tab begins a session", async () => {
  assert.deepEqual(await browser().open(new Map()).tab.find(), { id: "s1", fresh: true });
});

test("a reload finds the tab's session again", async () => {
  const { open } = browser();
  const storage = new Map();
  const first = open(storage);
  await first.tab.find();
  first.close();
  assert.deepEqual(await open(storage).tab.find(), { id: "s1", fresh: false });
});

test("a duplicated tab, born with a copy of the storage, gets its own", async () => {
  const { open, watched } = browser();
  const storage = new Map();
  watched.add((await open(storage).tab.find()).id);
  assert.deepEqual(await open(new Map(storage)).tab.find(), { id: "s2", fresh: true });
});

test("a tab that is slow to say that it is there keeps its session all the same", async () => {
  const { open, watched } = browser({ answerAfter: 50 });
  const storage = new Map();
  const first = open(storage);
  watched.add((await first.tab.find()).id);
  assert.deepEqual(await open(new Map(storage)).tab.find(), { id: "s2", fresh: true });
});

test("a page that is seen to leave late is waited for", async () => {
  const { open, watched } = browser();
  const storage = new Map();
  const first = open(storage);
  watched.add((await first.tab.find()).id);
  first.close();
  setTimeout(() => watched.clear(), 50);
  assert.deepEqual(await open(storage).tab.find(), { id: "s1", fresh: false });
});

test("a page that never leaves and never says a word keeps nobody out", async () => {
  const { open, watched } = browser();
  const storage = new Map();
  const first = open(storage);
  watched.add((await first.tab.find()).id);
  first.close();
  assert.deepEqual(await open(storage).tab.find(), { id: "s1", fresh: false });
});

test("when the server has dropped the session another one begins", async () => {
  const { open, alive } = browser();
  const { tab } = open(new Map());
  await tab.find();
  alive.clear();
  assert.deepEqual(await tab.find(), { id: "s2", fresh: true });
});

test("a tab that asks again keeps its own session without waiting for others", async () => {
  const { open } = browser();
  const { tab } = open(new Map());
  await tab.find();
  assert.deepEqual(await tab.find(), { id: "s1", fresh: false });
});

/** A place to be, with a history. */
function place(hash = "") {
  /** @type {{link: string, hash: string}[]} */
  const entries = [{ link: "", hash }];
  return {
    entries,
    location: { hash },
    history: {
      state: /** @type {any} */ (null),
      pushState(/** @type {any} */ state, /** @type {string} */ _, /** @type {any} */ url) {
        entries.push({ link: state.link, hash: url });
        this.state = state;
      },
      replaceState(/** @type {any} */ state) {
        this.state = state;
      },
    },
  };
}

test("a design that changes becomes an entry of the history, once", () => {
  const here = place();
  const address = new Address(here);
  address.begin("one");
  address.show("two");
  address.show("two");
  assert.deepEqual(here.entries.map(({ hash }) => hash), ["", "#two"]);
});

test("the first design leaves the address as it was typed", () => {
  const here = place();
  new Address(here).begin("one");
  assert.equal(here.entries.length, 1);
  assert.equal(new Address(here).remembered, "one");
});

test("a link that is opened from the address makes no entry of its own", () => {
  const here = place("#given");
  const address = new Address(here);
  address.begin("default");
  address.show("given");
  assert.equal(here.entries.length, 1);
});
