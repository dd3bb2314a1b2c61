// @ts-check
/**
 * Moves the position along the step: a little way when one steps, on and on while it plays. What is drawn depends on the
 * position alone, so to hold is to freeze it, and to move it back runs everything backwards. Who wants no motion is put where it ends.
 */

import { painter } from "../lib/painter.js";

const STEP = 520; // ms that one step on or back is seen to take
const PLACE = 800; // ms that one stays at a place while it plays
const LONGEST = 100; // ms that pass at most between two pictures: a hidden page does not leap

export class Flight {
  #from = 0;
  #until = 0;
  /** How much of the way is done. */
  #part = 1;
  #then = 0;
  #moving = false;
  #still = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * @param {{position: () => number, fly: (position: number) => void, next: () => boolean, speed: () => number, rest: () => void}} host
   * `next` goes to the next place, and says whether there was one; `rest` is told when it does not play any more
   */
  constructor(host) {
    this.host = host;
    this.playing = false;
  }

  /** To the end of a place, from wherever the picture stands near by. @param {[number, number]} span */
  to([from, until]) {
    const here = this.host.position();
    const onward = until >= here;
    const near = Math.abs(until - here) <= 1;
    this.#from = onward ? Math.max(from, Math.min(here, until)) : near ? here : until;
    this.#until = until;
    this.#part = 0;
    if (this.#still.matches) this.host.fly(until);
    if (!this.playing && (this.#still.matches || this.#from === until)) return this.#arrive();
    this.#go();
  }

  /** Exactly there, within a place: that is where one would go on from. @param {number} position @param {[number, number]} span */
  at(position, [from, until]) {
    this.hold();
    this.#from = from;
    this.#until = until;
    this.#part = until > from ? (position - from) / (until - from) : 1;
    this.host.fly(this.#still.matches ? until : position);
  }

  /** Another step is walked: the picture stands where its cursor does, whatever plays. @param {number} position */
  land(position) {
    this.#from = this.#until = position;
    this.host.fly(position);
  }

  play() {
    this.playing = true;
    if (this.#part < 1) this.#go();
    else if (!this.host.next()) this.hold();
  }

  /** Freezes what is under way. */
  hold() {
    const played = this.playing;
    this.playing = false;
    this.#moving = false;
    if (played) this.host.rest();
  }

  #go() {
    if (this.#moving) return;
    this.#moving = true;
    this.#then = 0;
    painter.request(this.#tick);
  }

  #arrive() {
    this.#part = 1;
    this.host.fly(this.#until);
  }

  #tick = (/** @type {number} */ time) => {
    if (!this.#moving) return;
    const whole = this.playing ? PLACE / this.host.speed() : STEP;
    this.#part += (this.#then ? Math.min(LONGEST, time - this.#then) : 0) / whole;
    this.#then = time;
    if (this.#part < 1) {
      if (!this.#still.matches) this.host.fly(this.#from + this.#part * (this.#until - this.#from));
    } else {
      this.#arrive();
      if (!this.playing || !this.host.next()) this.hold();
    }
    if (this.#moving) painter.request(this.#tick);
  };
}
