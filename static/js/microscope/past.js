// @ts-check
/** What the page knows of the run's past beside its curve: where keyframes lie, the pinned moment, and how far it is from here. */

/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../store/store.js").Action} Action */
/** @typedef {{keyframes: number[], bytes: number, most: number, left: number | null}} TimelineTold */
/** @typedef {{step: number, epoch: number, trunk: boolean, train: number | null, validation: number | null, score: number | null}} Moment */
/** @typedef {{name: string, index: number[], then: number | null, now: number | null}} Changed */
/** @typedef {{shape: number[], then: string, now: string, apart: string, most: number | null, then_class: string | null, now_class: string | null}} Answers */
/** @typedef {{then: Moment, now: Moment, layer: number | null, rows: Changed[], count: number, differing: number, distance: number | null, answers: Answers | null}} Compared */

/** @type {Record<string, (state: State, action: Action) => State>} */
export const PAST_REDUCERS = {
  timeline_read: (state, { keyframes, bytes, most, left }) => ({ ...state, timeline: { keyframes, bytes, most, left } }),
  moment_pinned: (state, { moment }) => ({ ...state, moment, compared: null }),
  moment_unpinned: (state) => ({ ...state, moment: null, compared: null }),
  moment_compared: (state, { then, now, layer, rows, count, differing, distance, answers }) => ({
    ...state, compared: { then, now, layer, rows, count, differing, distance, answers },
  }),
};
