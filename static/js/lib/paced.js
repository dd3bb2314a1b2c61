// @ts-check
/** Work that is done at most so often, and always once more after the last time it was asked for. */

export class Paced {
  #late = 0;
  #doneAt = -Infinity;

  /** @param {number} pause in milliseconds @param {() => void} work */
  constructor(pause, work) {
    this.pause = pause;
    this.work = work;
  }

  /** Does the work now, or as soon as the pause is over. */
  ask() {
    if (this.#late) return;
    const wait = this.#doneAt + this.pause - performance.now();
    if (wait <= 0) this.now();
    else this.#late = /** @type {any} */ (setTimeout(() => this.now(), wait));
  }

  /** Does it at once. */
  now() {
    this.stop();
    this.#doneAt = performance.now();
    this.work();
  }

  stop() {
    clearTimeout(this.#late);
    this.#late = 0;
  }
}
