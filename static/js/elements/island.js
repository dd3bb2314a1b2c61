// @ts-check
/** What every element of the island is: it is given a store and the texts, and then mounts itself once. */

/** @typedef {import("../store/store.js").Store} Store */
/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../lib/text.js").Text} Text */

export class IslandElement extends HTMLElement {
  /** @type {Store | null} */
  #store = null;
  /** @type {Text | null} */
  #texts = null;
  #mounted = false;
  /** @type {(() => void)[]} */
  #stops = [];

  /** @param {Store} store */
  set store(store) {
    this.#store = store;
    this.#begin();
  }

  get store() {
    if (!this.#store) throw new Error(`<${this.localName}> has no store yet`);
    return this.#store;
  }

  /** @param {Text} texts */
  set texts(texts) {
    this.#texts = texts;
    this.#begin();
  }

  get texts() {
    if (!this.#texts) throw new Error(`<${this.localName}> has no texts yet`);
    return this.#texts;
  }

  get state() {
    return this.store.state;
  }

  connectedCallback() {
    this.#begin();
  }

  disconnectedCallback() {
    for (const stop of this.#stops.splice(0)) stop();
    this.#mounted = false;
    this.replaceChildren();
  }

  #begin() {
    if (this.#mounted || !this.#store || !this.#texts || !this.isConnected) return;
    this.#mounted = true;
    this.replaceChildren();
    this.mount();
  }

  /** Fills the element and watches; called once there is a store and a page. */
  mount() {}

  /**
   * @template T
   * @param {(state: State) => T} select
   * @param {(value: T, state: State) => void} callback
   */
  watch(select, callback) {
    this.until(this.store.watch(select, callback));
  }

  /** Something to be undone when the element leaves the page. @param {() => void} stop */
  until(stop) {
    this.#stops.push(stop);
  }

  /** Asks the session for something. @param {{type: string, [field: string]: unknown}} command */
  command(command) {
    this.dispatchEvent(new CustomEvent("chalknet:command", { bubbles: true, detail: command }));
  }
}
