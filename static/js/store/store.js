// @ts-check
/** Holds the state, passes actions to the reducer, and tells those who watch a part of it when that part is another. */

/** @typedef {import("./state.js").State} PlaygroundState */
/** @typedef {{type: string, [field: string]: any}} Action */

/** @template [State=PlaygroundState] */
export class Store {
  #state;
  #reduce;
  /** @type {Set<{select: (state: State) => unknown, callback: (value: any, state: State) => void, last: unknown}>} */
  #watchers = new Set();
  /** @type {Action[]} */
  #queue = [];
  #busy = false;

  /** @param {(state: State, action: Action) => State} reduce @param {State} beginning */
  constructor(reduce, beginning) {
    this.#reduce = reduce;
    this.#state = beginning;
  }

  get state() {
    return this.#state;
  }

  /** Applies an action; one that is dispatched by a watcher waits until all have been told of the first. @param {Action} action */
  dispatch(action) {
    this.#queue.push(action);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        const before = this.#state;
        this.#state = this.#reduce(before, next);
        if (this.#state !== before) this.#tell();
      }
    } finally {
      this.#busy = false;
    }
  }

  /**
   * Calls back at once and whenever what `select` gives is another (by identity).
   * @template T
   * @param {(state: State) => T} select
   * @param {(value: T, state: State) => void} callback
   * @returns {() => void} stops it
   */
  watch(select, callback) {
    const watcher = { select, callback, last: /** @type {unknown} */ (select(this.#state)) };
    this.#watchers.add(watcher);
    callback(/** @type {T} */ (watcher.last), this.#state);
    return () => void this.#watchers.delete(watcher);
  }

  #tell() {
    for (const watcher of [...this.#watchers]) {
      const value = watcher.select(this.#state);
      if (Object.is(value, watcher.last) || !this.#watchers.has(watcher)) continue;
      watcher.last = value;
      watcher.callback(value, this.#state);
    }
  }
}
