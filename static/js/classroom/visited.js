// @ts-check
/** The rooms that this browser has been in, so that one who closed a page finds the way back. It keeps no secret. */

const KEY = "chalknet-rooms";
const MOST = 8;

/** @typedef {{room: string, role: "teacher" | "member", at: number}} Visit */
/** @typedef {Pick<Storage, "getItem" | "setItem">} Shelf */

/** The latest first. @param {Shelf} shelf @returns {Visit[]} */
export function visits(shelf) {
  try {
    const kept = JSON.parse(shelf.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(({ room, role }) => typeof room === "string" && typeof role === "string") : [];
  } catch {
    return [];
  }
}

/** @param {Shelf} shelf @param {Visit} visit */
export function remember(shelf, visit) {
  const others = visits(shelf).filter(({ room, role }) => room !== visit.room || role !== visit.role);
  keep(shelf, [visit, ...others]);
}

/** @param {Shelf} shelf @param {string} room */
export function forget(shelf, room) {
  keep(shelf, visits(shelf).filter((each) => each.room !== room));
}

/** @param {Shelf} shelf @param {Visit[]} kept */
function keep(shelf, kept) {
  try {
    shelf.setItem(KEY, JSON.stringify(kept.slice(0, MOST)));
  } catch {
    // without a place to keep them there is no way back but the address
  }
}
