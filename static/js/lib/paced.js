// @ts-check
/** What is drawn at most so often, and always once more after the last time it was asked for. */

import { painter } from "./painter.js";

export class Paced {
  #late = 0;
  #askedAt = -Infinity;

  /** @param {number} pause in milliseconds @param {() => void} draw */
  constructor(pause, draw) {
    this.pause = pause;
    this.draw = draw;
  }

  /** Draws with the next animation frame, or as soon as the pause is over. */
  ask() {
    if (this.#late) return;
    const wait = this.#askedAt + this.pause - performance.now();
    if (wait <= 0) this.now();
    else this.#late = /** @type {any} */ (setTimeout(() => this.now(), wait));
  }

  /** Draws with the next animation frame. */
  now() {
    this.stop();
    this.#askedAt = performance.now();
    painter.request(this.draw);
  }

  stop() {
    clearTimeout(this.#late);
    this.#late = 0;
    painter.forget(this.draw);
  }
}
