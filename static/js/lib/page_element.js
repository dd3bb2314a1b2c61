// @ts-check
/** What every element of a page is: it is given a store and the texts, and then comes alive once. */

/** @typedef {import("../store/state.js").State} PlaygroundState */
/** @template State @typedef {import("../store/store.js").Store<State>} Store */
/** @typedef {import("./text.js").Text} Text */

/** @template [State=PlaygroundState] */
export class PageElement extends HTMLElement {
  /** @type {Store<State> | null} */
  #store = null;
  /** @type {Text | null} */
  #texts = null;
  #alive = false;
  /** @type {(() => void)[]} */
  #stops = [];

  /** @param {Store<State>} store */
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
    this.#alive = false;
  }

  #begin() {
    if (this.#alive || !this.#store || !this.#texts || !this.isConnected) return;
    this.#alive = true;
    this.begin();
  }

  /** Listens and watches; called once there are a store, the texts and a page. */
  begin() {}

  /**
   * @template T
   * @param {(state: State) => T} select
   * @param {(value: T, state: State) => void} callback
   */
  watch(select, callback) {
    this.until(this.store.watch(select, callback));
  }

  /** Listens as long as the element is in the page. @param {EventTarget} target @param {string} type @param {(event: any) => void} listener */
  listen(target, type, listener) {
    target.addEventListener(type, listener);
    this.until(() => target.removeEventListener(type, listener));
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
