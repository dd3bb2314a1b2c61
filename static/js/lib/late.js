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

/**
 * Fetches once the state is first such that what is to be fetched has something to show.
 * @param {Pick<import("../store/store.js").Store, "watch">} store
 * @param {(state: import("../store/state.js").State) => boolean} wanted @param {() => void} fetch
 */
export function fetchOnState(store, wanted, fetch) {
  let fetched = false;
  store.watch((state) => fetched || wanted(state), (now) => {
    if (!now || fetched) return;
    fetched = true;
    fetch();
  });
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

/** Scripts that have been asked for. @type {Map<string, Promise<void>>} */
const scripts = new Map();

/** Has a classic script run in the page: once, however often it is asked for; one that failed is fetched anew. @param {Document} document @param {string} src @returns {Promise<void>} */
export function fetchScript(document, src) {
  const asked = scripts.get(src);
  if (asked) return asked;
  const script = Object.assign(document.createElement("script"), { src });
  /** @type {Promise<void>} */
  const fetched = new Promise((done, failed) => {
    script.addEventListener("load", () => done(), { once: true });
    script.addEventListener("error", () => {
      scripts.delete(src);
      script.remove();
      failed(new Error(`no script at ${src}`));
    }, { once: true });
  });
  scripts.set(src, fetched);
  document.head.append(script);
  return fetched;
}
