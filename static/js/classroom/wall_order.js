// @ts-check
/** Which tiles of the wall are shown, and in which order; and what the whole class comes to: pure. */

/** @typedef {import("./state.js").MemberShown} MemberShown */
/** @typedef {import("./state.js").Tile} Tile */
/** @typedef {"name" | "stuck" | "accuracy" | "loss" | "parameters"} Sort */
/** @typedef {"all" | "here" | "stuck" | "hand"} Filter */
/** @typedef {{sort: Sort, filter: Filter, search: string}} Wish */
/** @typedef {{low: number, high: number, counts: number[]}} Distribution of values between two ends, in equal bins */

export const LARGE = 60; // from so many members on a wall of all tiles says nothing any more
export const SAMPLE = 24; // tiles that are shown of a large class
export const BINS = 20;

/** The more urgent, the smaller. */
const URGENCY = { diverged: 0, no_progress: 1, idle: 2 };

/** @param {MemberShown[]} members @param {Record<string, Tile>} tiles @param {Wish} wish */
export function chosen(members, tiles, { sort, filter, search }) {
  const words = search.trim().toLocaleLowerCase();
  const kept = members.filter((member) => passes(member, tiles[member.id], filter) && member.pseudonym.toLocaleLowerCase().includes(words));
  const value = VALUES[sort];
  return kept.sort((a, b) => value(a, tiles[a.id]) - value(b, tiles[b.id]) || a.pseudonym.localeCompare(b.pseudonym));
}

/** Those of them whose tiles a page shows. @param {MemberShown[]} kept @param {number} members */
export function sample(kept, members) {
  return members < LARGE ? kept : kept.slice(0, SAMPLE);
}

/** @param {MemberShown} member @param {Tile | undefined} tile @param {Filter} filter */
function passes(member, tile, filter) {
  return filter === "all" || (filter === "here" ? member.here : filter === "hand" ? member.hand !== null : isStuck(member, tile));
}

/** Of those who are away nobody knows. @param {MemberShown} member @param {Tile | undefined} tile */
export function isStuck(member, tile) {
  return member.here && Boolean(tile?.stuck);
}

/** What is sorted by, the smallest first; who has none comes last. @type {Record<Sort, (member: MemberShown, tile: Tile | undefined) => number>} */
const VALUES = {
  name: (member) => (member.hand === null ? 1 : 0),
  stuck: (member, tile) => (isStuck(member, tile) && tile?.stuck ? URGENCY[tile.stuck] : member.hand !== null ? 3 : member.here ? 4 : 5),
  accuracy: (_, tile) => score(tile) ?? Infinity,
  loss: (_, tile) => -(tile?.validation ?? -Infinity),
  parameters: (_, tile) => tile?.parameters ?? Infinity,
};

/** Accuracy, or R² where numbers are learned. @param {Tile | undefined} tile */
export function score(tile) {
  return tile?.accuracy ?? tile?.r2 ?? null;
}

/** How often values fall into each of equal bins; values beyond the ends are counted at the ends. @param {number[]} values @param {number} low @param {number} high @returns {Distribution} */
export function distribution(values, low, high) {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low || 1)) * BINS);
    counts[Math.max(0, Math.min(BINS - 1, bin))] += 1;
  }
  return { low, high, counts };
}

/** The accuracies and the losses of a class. @param {Record<string, Tile>} tiles */
export function distributions(tiles) {
  const all = Object.values(tiles);
  const scores = all.map(score).filter((value) => value !== null);
  const losses = all.map(({ validation }) => validation).filter((value) => value !== null);
  return { score: distribution(scores, 0, 1), loss: distribution(losses, 0, Math.max(...losses, 1e-6)) };
}

/** @param {MemberShown[]} members @param {Record<string, Tile>} tiles */
export function counts(members, tiles) {
  return {
    here: members.filter(({ here }) => here).length,
    members: members.length,
    stuck: members.filter((member) => isStuck(member, tiles[member.id])).length,
    hands: members.filter(({ hand }) => hand !== null).length,
  };
}
