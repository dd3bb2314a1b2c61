// @ts-check
/** What a page fetches only when somebody first wants it, so that one who does not is not kept waiting for it. */

/**
 * The first of these events has an element fetched, and is told again when it is there to hear it.
 * @param {Pick<EventTarget, "addEventListener" | "removeEventListener" | "dispatchEvent">} document
 * @param {string[]} types @param {() => Promise<void>} fetch
 */
export function fetchOnEvent(document, types, fetch) {
  const first = async (/** @type {Event} */ event) => {
    for (const type of types) document.removeEventListener(type, first);
    const { type, detail } = /** @type {CustomEvent} */ (event);
    await fetch();
    document.dispatchEvent(new CustomEvent(type, { detail }));
  };
  for (const type of types) document.addEventListener(type, first);
}

/** Adds a style sheet to the page, and waits until it applies. @param {Document} document @param {string} href @returns {Promise<void>} */
export function fetchStyle(document, href) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise((done, failed) => {
    link.addEventListener("load", () => done(), { once: true });
    link.addEventListener("error", () => failed(new Error(`no style sheet at ${href}`)), { once: true });
  });
}
