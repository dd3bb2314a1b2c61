// @ts-check
/** What the page asks of its session by itself: the look it needs, and the exact value of what is pointed at. */

import { sameTarget } from "./reduce.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./state.js").State} State */

const PAUSE = 200; // ms between two questions about the same number while training changes it

/** What is pointed at or, without that, selected. @param {State} state */
const target = (state) => state.hover ?? state.selection;

/**
 * Sends the look whenever it is another, and again on every new connection.
 * @param {Store} store @param {(command: {type: string, [field: string]: unknown}) => void} send
 * @param {() => boolean} visible @param {(callback: () => void) => void} soon gathers what changes together
 * @returns {() => void} to be called when the page is hidden or shown
 */
export function askForLook(store, send, visible, soon = queueMicrotask) {
  let waiting = false;
  const ask = () => {
    if (waiting) return;
    waiting = true;
    soon(() => {
      waiting = false;
      const { look, connection, design } = store.state;
      if (connection === "open" && design) send({ type: "look", look, visible: visible() });
    });
  };
  store.watch((state) => state.look, ask);
  store.watch((state) => state.connection, ask);
  store.watch(target, (aim) => {
    const enlarged = aim?.kind === "neuron" ? [aim.layer, aim.unit] : null;
    store.dispatch({ type: "look", look: { enlarged } });
  });
  return ask;
}

/** The numbers behind what is pointed at. A neuron's are asked for at rest only: in training they change faster than one reads, and a walk has its own. @param {import("./state.js").Target} aim @param {import("./state.js").State} state */
function numbersOf(aim, { playing, layout, walk }) {
  if (aim.kind === "parameter") return [aim];
  if (playing || !layout || walk) return [];
  const names = aim.layer < 0 ? ["probe/inputs"] : ["a", "z", "delta"].map((name) => `probe/layers/${aim.layer}/${name}`);
  return names.filter((name) => name in layout.arrays).map((name) => ({ name, index: [aim.unit] }));
}

/** Asks for the exact value of the number pointed at, and again now and then while it changes. @param {Store} store @param {(command: {type: string, [field: string]: unknown}) => void} send */
export function askForValue(store, send, now = () => performance.now()) {
  let askedAt = -PAUSE;
  const ask = () => {
    const aim = target(store.state);
    if (!aim) return;
    askedAt = now();
    for (const { name, index } of numbersOf(aim, store.state)) send({ type: "inspect", name, index });
  };
  store.watch(target, (aim, { inspected }) => {
    const known = aim?.kind === "parameter" && inspected?.name === aim.name && sameTarget(/** @type {any} */ (inspected.index), /** @type {any} */ (aim.index));
    if (!known) ask();
  });
  store.watch((state) => state.probe, ask);
  store.watch((state) => state.step, () => (!store.state.playing || now() - askedAt >= PAUSE) && ask());
  store.watch((state) => state.playing, (playing) => !playing && ask());
  store.watch((state) => state.generation, ask);
}
