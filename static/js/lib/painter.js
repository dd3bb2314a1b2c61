// @ts-check
/**
 * One animation frame for the whole page: whoever has something to draw asks once, all are drawn together, and then
 * those are told who wait for a picture to have been drawn.
 */

const PATIENCE = 250; // ms after which drawing goes on, whatever it was held for

export class Painter {
  /** @type {ReturnType<typeof setTimeout> | 0} */
  #held = 0;

  /** @param {(callback: (time: number) => void) => number} [schedule] */
  constructor(schedule = (callback) => requestAnimationFrame(callback)) {
    this.schedule = schedule;
    /** @type {Set<(time: number) => void>} */
    this.waiting = new Set();
    /** @type {Set<() => void>} */
    this.afterwards = new Set();
    this.asked = false;
  }

  /** Draws with this on the next animation frame, once however often it is asked. @param {(time: number) => void} draw */
  request(draw) {
    this.waiting.add(draw);
    this.#ask();
  }

  /** Calls back when everything asked for has been drawn. @param {() => void} callback */
  after(callback) {
    this.afterwards.add(callback);
    this.#ask();
  }

  /** Takes back what was asked for. @param {(time: number) => void} draw */
  forget(draw) {
    this.waiting.delete(draw);
  }

  /** Draws nothing until `release`, so that what somebody waits for finds the page idle; but not for long. */
  hold() {
    clearTimeout(this.#held);
    this.#held = setTimeout(() => this.release(), PATIENCE);
  }

  /** Draws what has been asked for meanwhile. */
  release() {
    clearTimeout(this.#held);
    this.#held = 0;
    if (this.waiting.size > 0 || this.afterwards.size > 0) this.#ask();
  }

  #ask() {
    if (this.asked || this.#held) return;
    this.asked = true;
    this.schedule((time) => this.#paint(time));
  }

  /** @param {number} time */
  #paint(time) {
    this.asked = false;
    if (this.#held) return;
    const draws = [...this.waiting];
    const callbacks = [...this.afterwards];
    this.waiting.clear();
    this.afterwards.clear();
    for (const draw of draws) alone(() => draw(time));
    for (const callback of callbacks) alone(callback);
  }
}

/** One that fails is reported, and keeps nobody else from being drawn. @param {() => void} work */
function alone(work) {
  try {
    work();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

export const painter = new Painter();
