// @ts-check
/** The run as one goes through it: which step the next batch, epoch or stretch of it begins with. */

/** @typedef {import("./zoom.js").Zoom} Zoom */

const STRETCHES = 20; // that a whole run is gone through in

/** The batch of its epoch that a step is, told by another step of which one knows. @param {{before: number, batch: number, batches: number, step: number}} walk */
const batchOf = ({ before, batch, batches, step }) => (((batch + step - before) % batches) + batches) % batches;

/**
 * @param {Zoom} zoom @param {{before: number, step: number, batch: number, batches: number}} walk `batch` is that of the step `before`
 * @param {number} head the last step that the run has been at @param {1 | -1} way
 */
export function strideOf(zoom, walk, head, way) {
  const { step, batches } = walk;
  if (zoom === "batch") return Math.max(0, step + way);
  if (zoom === "epoch") {
    const batch = batchOf(walk);
    return Math.max(0, way > 0 ? step + batches - batch : step - (batch || batches));
  }
  const stretch = Math.max(1, Math.round(head / STRETCHES));
  const to = (way > 0 ? Math.floor(step / stretch) + 1 : Math.ceil(step / stretch) - 1) * stretch;
  return Math.max(0, Math.min(Math.max(head, step), to));
}

/** The step at a part of the way along the run. @param {number} part from 0 to 1 @param {number} head */
export const stepAt = (part, head) => Math.round(Math.max(0, Math.min(1, part)) * head);

/** What the curve says of the step that led to where one stands. @param {import("../store/state.js").Curve} curve @param {number} step */
export function lossAt({ bucket, train_min, train_max, validation }, step) {
  const index = Math.ceil(step / bucket) - 1;
  let seen = Math.min(index, validation.length - 1);
  while (seen > 0 && (validation[seen] ?? null) === null) seen -= 1;
  return { low: train_min[index] ?? null, high: train_max[index] ?? null, validation: validation[seen] ?? null };
}
