// @ts-check
/** What the page does when one comes to a step: opens its Design, trains it, or looks into one training step. */

/** @typedef {import("../store/store.js").Store} Store */
/** @typedef {import("../microscope/walk.js").TraceEvent} TraceEvent */
/** @typedef {{phase: string, layer: number | null, quantity: string | null, sample: number}} Position */
/** @typedef {{design: Record<string, any> | null, play: boolean, pace: number | "fastest" | null, steps: number | null, microscope: Position | null}} Setup */
/** @typedef {(command: {type: string, [field: string]: unknown}) => void} Send */

/**
 * How many events lie before the end of the one that a lesson means; 0 where the step has none such.
 * @param {TraceEvent[]} events @param {Position} position
 */
export function cursorOf(events, { phase, layer, quantity }) {
  const fits = (/** @type {TraceEvent} */ event) =>
    event.phase === phase && (layer === null || event.layer === layer - 1) && (quantity === null || event.quantity === quantity);
  return events.findIndex(fits) + 1;
}

const SETTLING = 1500; // ms in which a drawer that was open may open the next step's walk once more, by itself
const AGAIN = 250; // ms after which a drawer that is still being fetched is asked once more to close

/**
 * Does it. The answer stops what still waits for the session.
 * @param {Store} store @param {Send} send @param {() => void} closeMicroscope @param {Setup} setup
 * @returns {() => void}
 */
export function perform(store, send, closeMicroscope, setup) {
  if (!store.state.walk || setup.microscope) return begin(store, send, setup);
  closeMicroscope();
  const asking = setInterval(closeMicroscope, AGAIN);
  let stopNext = () => {};
  const stop = store.watch((state) => state.walk === null, (closed) => {
    if (!closed) return;
    clearInterval(asking);
    stop();
    stopNext = begin(store, send, setup);
  });
  return () => {
    clearInterval(asking);
    stop();
    stopNext();
  };
}

/** @param {Store} store @param {Send} send @param {Setup} setup @returns {() => void} */
function begin(store, send, { design, play, pace, steps, microscope }) {
  send({ type: "pause" }); // so that a design opens before its first step
  if (design) send({ type: "open", design });
  if (pace !== null) send({ type: "pace", steps_per_second: pace === "fastest" ? null : pace });
  if (play) send({ type: "play" });
  if (steps !== null) send({ type: "step", count: steps });
  return microscope ? walkTo(store, send, microscope) : () => {};
}

/** Opens the microscope and goes to a place in the step, once the session has said what the step consists of. @param {Store} store @param {Send} send @param {Position} position */
function walkTo(store, send, position) {
  const before = store.state.walk?.events;
  const start = performance.now();
  let first = -1;
  send({ type: "open_walk" });
  return store.watch((state) => state.walk?.events, (events, { walk }) => {
    if (!events || !walk || events === before) return;
    if (first >= 0 && (walk.step !== first || performance.now() - start > SETTLING)) return; // that is the reader's own
    first = walk.step;
    send({ type: "move_cursor", cursor: cursorOf(events, position), column: position.sample - 1 });
  });
}
