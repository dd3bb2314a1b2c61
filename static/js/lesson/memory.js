// @ts-check
/** What a browser remembers of lessons: where one was in each, and the files that a teacher has written. */

/** @typedef {{step: number, done: boolean, answers: Record<string, any>, tables: Record<string, Record<string, number | null>[]>}} Progress */
/** @typedef {{title: string, file: string}} OwnLesson */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Shelf */

const PROGRESS = "chalknet-lesson/";
const OWN = "chalknet-lessons";

/** @param {Shelf} shelf @param {string} key @param {any} otherwise */
function read(shelf, key, otherwise) {
  try {
    const found = JSON.parse(shelf.getItem(key) ?? "null");
    return found && typeof found === "object" ? { ...otherwise, ...found } : otherwise;
  } catch {
    return otherwise; // what somebody has damaged by hand is as if it had never been
  }
}

/** Whether it could be kept: a browser may have no room. @param {Shelf} shelf @param {string} key @param {unknown} value */
function keep(shelf, key, value) {
  try {
    shelf.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** @param {Shelf} shelf @param {string} name @returns {Progress} */
export const progressOf = (shelf, name) => read(shelf, PROGRESS + name, { step: 0, done: false, answers: {}, tables: {} });

/** @param {Shelf} shelf @param {string} name @param {Progress} progress */
export const keepProgress = (shelf, name, progress) => keep(shelf, PROGRESS + name, progress);

/** The visitor's own lessons, by id. @param {Shelf} shelf @returns {Record<string, OwnLesson>} */
export const ownLessons = (shelf) => read(shelf, OWN, {});

/** @param {Shelf} shelf @param {string} id @param {OwnLesson} lesson */
export const keepOwn = (shelf, id, lesson) => keep(shelf, OWN, { ...ownLessons(shelf), [id]: lesson });

/** @param {Shelf} shelf @param {string} id */
export function forgetOwn(shelf, id) {
  const { [id]: _, ...rest } = ownLessons(shelf);
  keep(shelf, OWN, rest);
  shelf.removeItem(PROGRESS + ownName(id));
}

/** The name under which one's progress in an own lesson is kept. @param {string} id */
export const ownName = (id) => `own/${id}`;

/** A new lesson's id. */
export const newId = () => `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;

/** The title that a file says it has, without reading all of it. @param {string} file @param {string} otherwise */
export function titleOf(file, otherwise) {
  const front = file.split(/^---\s*$/m)[1] ?? "";
  const said = /^title:\s*(.+?)\s*$/m.exec(front)?.[1] ?? "";
  return said.replace(/^(["'])(.*)\1$/, "$2").slice(0, 80) || otherwise;
}
