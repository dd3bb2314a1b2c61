// @ts-check
/**
 * One animation frame for the whole page: whoever has something to draw asks once, all are drawn together, and then
 * those are told who wait for a picture to have been drawn.
 */

export class Painter {
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

  #ask() {
    if (this.asked) return;
    this.asked = true;
    this.schedule((time) => this.#paint(time));
  }

  /** @param {number} time */
  #paint(time) {
    const draws = [...this.waiting];
    const callbacks = [...this.afterwards];
    this.waiting.clear();
    this.afterwards.clear();
    this.asked = false;
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
