// @ts-check
/** The ladder of how finely one goes: from the whole run down to one term of a formula. */

/** @typedef {"run" | "epoch" | "batch" | "sample" | "phase" | "layer" | "neuron" | "term"} Zoom */

/** @type {Zoom[]} */
export const ZOOMS = ["run", "epoch", "batch", "sample", "phase", "layer", "neuron", "term"];

/** Whether one goes through the run rather than through one of its steps. @param {Zoom} zoom */
export const ofRun = (zoom) => zoom === "run" || zoom === "epoch" || zoom === "batch";

/** Whether one goes unit by unit. @param {Zoom} zoom */
export const byUnit = (zoom) => zoom === "neuron" || zoom === "term";

/** One rung finer or coarser, as far as there are any. @param {Zoom} zoom @param {1 | -1} way @returns {Zoom} */
export const rung = (zoom, way) => ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, ZOOMS.indexOf(zoom) + way))];
