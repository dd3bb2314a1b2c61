// @ts-check
/** Runs the pulses over the network: round after round while it trains, one round for another probe, none where motion is not wanted. */

import { h } from "../lib/html.js";
import { painter } from "../lib/painter.js";
import { drawPulses, most, position, spanOf } from "../views/pulses.js";

/** @typedef {import("../views/geometry.js").Geometry} Geometry */

const ROUND = 700; // ms that pulses take through one layer, there and back
const WIDE = 7; // lines thinner than that are many
const CROWDED_PAUSE = 30; // ms between two drawings of the pulses of a large network

export class Pulses {
  #clock = 0;
  #then = 0;
  #largest = { forward: 0, backward: 0 };
  #motion = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Geometry | null} */
  #geometry = null;
  /** @type {import("../views/theme.js").Theme | null} */
  #theme = null;

  /** @param {import("./network.js").NetworkElement} host */
  constructor(host) {
    this.host = host;
    this.canvas = h("canvas", { class: "nn-pulses", "aria-hidden": "true" });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
  }

  /** They are between two columns at a time: the canvas is as small as that, and goes with them. @param {Geometry} geometry @param {import("../views/theme.js").Theme} theme */
  arrange(geometry, theme) {
    this.#geometry = geometry;
    this.#theme = theme;
    this.host.fit(this.canvas, Math.max(0, ...geometry.groups.map((group) => spanOf(group)[1])), geometry.height);
  }

  /** What has the full size, in this frame. */
  measure() {
    const { frame } = this.host.state;
    const geometry = this.#geometry;
    if (geometry) this.#largest = { forward: most({ geometry, frame }, true), backward: most({ geometry, frame }, false) };
  }

  /** Goes on while training does. */
  run() {
    if (this.host.state.playing && !this.#motion.matches) painter.request(this.#draw);
  }

  /** One round for what is new, though nothing trains. */
  once() {
    if (this.host.state.playing || this.#motion.matches) return;
    this.#clock = 0;
    painter.request(this.#draw);
  }

  #draw = (/** @type {number} */ time) => {
    const geometry = this.#geometry;
    if (!geometry || geometry.groups.length === 0 || !this.host.isConnected) return;
    if (geometry.widest < WIDE && this.#then > 0 && time - this.#then < CROWDED_PAUSE) return painter.request(this.#draw);
    const { playing } = this.host.state;
    const passed = this.#then ? Math.min(100, time - this.#then) : 16;
    this.#clock += passed / (ROUND * Math.max(2, geometry.groups.length));
    this.#then = time;
    this.host.count(time);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.#motion.matches || this.host.state.walk || (!playing && this.#clock >= 1)) {
      this.#clock = this.#then = 0;
      return;
    }
    if (playing) this.#clock %= 1;
    this.#show(geometry);
    painter.request(this.#draw);
  };

  /** @param {Geometry} geometry */
  #show(geometry) {
    const { canvas, context } = this;
    const [left] = spanOf(geometry.groups[position(this.#clock, geometry.groups.length).group]);
    const shift = `translateX(${left}px)`;
    if (canvas.style.transform !== shift) canvas.style.transform = shift;
    context.save();
    context.translate(-left, 0);
    if (this.#theme) drawPulses(context, { geometry, frame: this.host.state.frame }, this.#theme, this.#clock, this.#largest);
    context.restore();
  }
}
