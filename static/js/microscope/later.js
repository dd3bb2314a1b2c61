// @ts-check
/** The microscope is fetched when a step is first walked: a page that only trains is lighter by its scripts. */

import { wishOf } from "./keys.js";

/**
 * As long as the drawer's element is not there, its button and its key open a walk; a walk, however it was opened, has
 * the element fetched.
 * @param {Pick<Document, "addEventListener" | "removeEventListener">} document
 * @param {Pick<import("../store/store.js").Store, "watch">} store
 * @param {(command: {type: string}) => void} send
 * @param {() => void} fetch
 */
export function fetchForFirstWalk(document, store, send, fetch) {
  const open = () => send({ type: "open_walk" });
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (wishOf(event, false) === "open") open();
  };
  document.addEventListener("chalknet:microscope", open);
  document.addEventListener("keydown", press);
  const stop = store.watch((state) => state.walk !== null, (walked) => {
    if (!walked) return;
    stop();
    document.removeEventListener("chalknet:microscope", open);
    document.removeEventListener("keydown", press);
    fetch();
  });
}
