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

/**
 * Does it. The answer stops what still waits for the session.
 * @param {Store} store @param {Send} send @param {() => void} closeMicroscope @param {Setup} setup
 * @returns {() => void}
 */
export function perform(store, send, closeMicroscope, { design, play, pace, steps, microscope }) {
  if (store.state.walk && !microscope) closeMicroscope(); // where it stays open, it follows to the next design by itself
  send({ type: "pause" }); // so that a design opens before its first step
  if (design) send({ type: "open", design });
  if (pace !== null) send({ type: "pace", steps_per_second: pace === "fastest" ? null : pace });
  if (play) send({ type: "play" });
  if (steps !== null) send({ type: "step", count: steps });
  return microscope ? walkTo(store, send, microscope) : () => {};
}

/** Opens the microscope and goes to a place in the step, once the session has said what the step consists of. @param {Store} store @param {Send} send @param {Position} position */
function walkTo(store, send, position) {
  send({ type: "open_walk" });
  const before = store.state.walk?.events;
  const stop = store.watch((state) => state.walk?.events, (events) => {
    if (!events || events === before) return;
    stop();
    send({ type: "move_cursor", cursor: cursorOf(events, position), column: position.sample - 1 });
  });
  return stop;
}
