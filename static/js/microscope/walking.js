// @ts-check
/** What the network's element does while a step is walked: on a canvas of its own it lights the event, and what is on its way to it. */

import { h } from "../lib/html.js";
import { painter } from "../lib/painter.js";
import { shownFrame, WalkFrame } from "./walk_frame.js";

/** @typedef {import("../views/geometry.js").Geometry} Geometry */
/** @typedef {import("../views/theme.js").Theme} Theme */
/** @typedef {import("../elements/network.js").NetworkElement} NetworkElement */

export class Walking {
  /** @type {Geometry | null} */
  #geometry = null;
  /** @type {Theme | null} */
  #theme = null;
  /** @type {typeof import("./overlay.js") | null} */
  #overlay = null;

  /** @param {NetworkElement} host @param {() => void} draw asks for the whole picture */
  constructor(host, draw) {
    this.host = host;
    this.canvas = h("canvas", { class: "nn-walk", "aria-hidden": "true" });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    host.watch((state) => state.walk, (walk) => {
      if (walk && !this.#overlay) this.#fetch(draw);
      draw();
      painter.request(this.#draw);
    });
    host.watch((state) => state.position, () => painter.request(this.#draw));
  }

  /** What is drawn over a walked network comes with the first walk. @param {() => void} draw */
  async #fetch(draw) {
    this.#overlay = await import("./overlay.js");
    draw();
    painter.request(this.#draw);
  }

  /** The numbers of the picture: the walk's, where one walks. */
  get frame() {
    return shownFrame(this.host.state);
  }

  /** Whether edges stand for ∂L/∂w. */
  get slopes() {
    const { frame } = this;
    return frame instanceof WalkFrame && frame.slopes;
  }

  /** What stands below a tile, where one walks. @returns {((layer: number, unit: number) => {text: string, colour: string, shift?: number}) | null} */
  get label() {
    const { frame } = this;
    const [theme, overlay] = [this.#theme, this.#overlay];
    return frame instanceof WalkFrame && theme && overlay ? (layer, unit) => overlay.labelOf(frame, layer, unit, theme) : null;
  }

  /** @param {Geometry} geometry @param {Theme} theme */
  arrange(geometry, theme) {
    this.#geometry = geometry;
    this.#theme = theme;
    this.host.fit(this.canvas, geometry.width, geometry.height);
    painter.request(this.#draw);
  }

  #draw = () => {
    const { context, frame } = this;
    const [geometry, theme, overlay] = [this.#geometry, this.#theme, this.#overlay];
    if (!geometry || !theme || !overlay) return;
    context.clearRect(0, 0, geometry.width, geometry.height);
    if (!(frame instanceof WalkFrame)) return;
    overlay.drawWalk(context, geometry, frame, theme);
    overlay.drawTravel(context, geometry, frame, theme, this.host.state.position);
  };
}
