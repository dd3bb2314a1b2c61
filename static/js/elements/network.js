// @ts-check
/** `<nn-network>`: the network as a picture with focusable neurons, layer heads and a legend. */

import { painter } from "../lib/painter.js";
import { h } from "../lib/html.js";
import { watchTheme } from "../lib/theme_watch.js";
import { Atlas } from "../views/atlas.js";
import { layOut, unitsDrawn } from "../views/geometry.js";
import { drawNetwork } from "../views/network.js";
import { drawPulses, most } from "../views/pulses.js";
import { Recorder } from "../views/recorder.js";
import { weightScale } from "../views/scale.js";
import { readTheme } from "../views/theme.js";
import { IslandElement } from "./island.js";
import { namedColumns } from "./names.js";
import { Heads } from "./network_heads.js";
import { Legend } from "./network_legend.js";
import { Neurons } from "./network_neurons.js";
import { targetAt } from "./network_pointing.js";
import { Tip } from "./network_tip.js";

const ROUND = 700; // ms that pulses take through one layer, there and back
const WIDE = 7; // lines thinner than that are many
const CROWDED_PAUSE = 30; // ms between two drawings of the pulses of a large network
const SHARPEST = 2; // more device pixels than this cost time and show nothing

class NetworkElement extends IslandElement {
  /** Animation frames in which anything was repainted, and how many different pictures of the session were drawn. */
  repaints = 0;
  pictures = 0;
  /** Set to true, the numbers of every picture are kept in `drawn`. */
  recording = false;
  drawn = new Recorder();
  #lastDrawn = -1;
  #lastPainted = -1;
  #scale = 0;
  #clock = 0;
  #then = 0;
  /** @type {import("../views/geometry.js").Geometry | null} */
  geometry = null;
  /** @type {import("../views/theme.js").Theme | null} */
  #theme = null;
  /** @type {{forward: number, backward: number}} */
  #largest = { forward: 0, backward: 0 };
  #motion = matchMedia("(prefers-reduced-motion: reduce)");

  mount() {
    const text = this.texts;
    this.classList.add("nn-network");
    this.canvas = h("canvas", { class: "nn-edges", "aria-hidden": "true" });
    this.overlay = h("canvas", { class: "nn-pulses", "aria-hidden": "true" });
    this.plane = h("div", { class: "nn-plane" }, this.canvas, this.overlay);
    this.stage = h("div", { class: "nn-stage" }, this.plane);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.pulses = /** @type {CanvasRenderingContext2D} */ (this.overlay.getContext("2d"));
    this.atlas = new Atlas((width, height) => h("canvas", { width, height }));
    this.heads = new Heads(this, text);
    this.neurons = new Neurons(this, text);
    this.legend = new Legend(text);
    this.tip = new Tip(this, text);
    this.plane.append(this.heads.element, this.neurons.element, this.tip.element);
    this.append(this.stage, this.legend.element, this.tip.live);

    const resize = new ResizeObserver(() => this.#arrange());
    resize.observe(this.stage);
    const sight = new IntersectionObserver(([entry]) => this.store.dispatch({ type: "look", look: { tiles: entry.isIntersecting } }));
    sight.observe(this.stage);
    this.until(() => (resize.disconnect(), sight.disconnect()));
    this.until(watchTheme(() => this.#arrange()));
    this.plane.addEventListener("pointermove", (event) => this.#point(event));
    this.plane.addEventListener("pointerleave", () => this.store.dispatch({ type: "hover", target: null }));
    this.plane.addEventListener("click", (event) => this.#choose(event));

    this.watch((state) => state.design, () => this.#arrange());
    this.watch((state) => state.data, () => this.#arrange());
    this.watch((state) => state.pins, () => this.#arrange());
    this.watch((state) => state.frame, () => this.#ask());
    this.watch((state) => state.hover, () => this.#ask());
    this.watch((state) => state.inspected, () => this.tip?.show(this.geometry));
    this.watch((state) => state.selection, () => this.#ask());
    this.watch((state) => state.playing, () => this.#pulse());
    this.watch((state) => state.probe, () => this.#sweep());
  }

  /** Everything that depends on the size, the layers or the theme. */
  #arrange() {
    const { pins } = this.state;
    if (!this.stage || !this.plane) return;
    const width = this.stage.clientWidth;
    const height = Math.max(280, this.stage.clientHeight);
    if (!width) return;
    this.#theme = readTheme(this);
    this.geometry = layOut({ width, height, columns: namedColumns(this.texts, this.state), pins, zoom: this.#theme.zoom });
    this.plane.style.width = `${this.geometry.width}px`;
    this.plane.style.height = `${height}px`;
    for (const canvas of [this.canvas, this.overlay]) this.#fit(/** @type {HTMLCanvasElement} */ (canvas), this.geometry.width, height);
    this.heads?.show(this.geometry);
    this.neurons?.show(this.geometry);
    this.store.dispatch({ type: "look", look: { units: unitsDrawn(this.geometry) } });
    this.#ask();
  }

  /** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
  #fit(canvas, width, height) {
    const ratio = Math.min(SHARPEST, devicePixelRatio || 1);
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== across || canvas.height !== down) {
      canvas.width = across;
      canvas.height = down;
    }
    canvas.getContext("2d")?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  #ask() {
    painter.request(this.#draw);
  }

  #draw = (/** @type {number} */ time) => {
    const { frame, data, hover, selection } = this.state;
    const { geometry, context } = this;
    if (!geometry || !data || !this.#theme || !context || !this.isConnected) return;
    this.#scale = weightScale(frame, geometry.groups, this.#scale);
    drawNetwork(context, {
      geometry, frame, data, scale: this.#scale, focus: hover, selection,
      atlas: this.atlas ?? null, recorder: this.recording ? this.drawn : null,
    }, this.#theme);
    this.#largest = { forward: most({ geometry, frame }, true), backward: most({ geometry, frame }, false) };
    this.legend?.show(this.#scale);
    this.neurons?.say(frame);
    this.tip?.show(geometry);
    this.#count(time);
    if (frame && frame.number !== this.#lastDrawn) {
      this.#lastDrawn = frame.number;
      this.pictures += 1;
    }
  };

  /** @param {number} time of the animation frame */
  #count(time) {
    if (time !== this.#lastPainted) this.repaints += 1;
    this.#lastPainted = time;
  }

  /** Pulses run while training runs. */
  #pulse() {
    if (this.state.playing && !this.#motion.matches) painter.request(this.#drawPulses);
  }

  /** One round of pulses for another probe, though nothing trains. */
  #sweep() {
    if (this.state.playing || this.#motion.matches) return;
    this.#clock = 0;
    painter.request(this.#drawPulses);
  }

  #drawPulses = (/** @type {number} */ time) => {
    const { geometry, pulses } = this;
    if (!geometry || !this.#theme || !pulses || !this.isConnected) return;
    const { frame, playing } = this.state;
    const still = geometry.widest < WIDE && this.#then > 0 && time - this.#then < CROWDED_PAUSE;
    if (still) return painter.request(this.#drawPulses);
    pulses.clearRect(0, 0, geometry.width, geometry.height);
    this.#count(time);
    const passed = this.#then ? Math.min(100, time - this.#then) : 16;
    this.#clock += passed / (ROUND * Math.max(2, geometry.groups.length));
    this.#then = time;
    if (this.#motion.matches || (!playing && this.#clock >= 1)) {
      this.#clock = 0;
      this.#then = 0;
      return;
    }
    if (playing) this.#clock %= 1;
    drawPulses(pulses, { geometry, frame }, this.#theme, this.#clock, this.#largest);
    painter.request(this.#drawPulses);
  };

  /** @param {PointerEvent} event */
  #point(event) {
    if (event.pointerType === "touch" || !this.geometry) return;
    this.store.dispatch({ type: "hover", target: targetAt(this.geometry, ...this.#place(event)) });
  }

  /** @param {MouseEvent} event */
  #choose(event) {
    if (!this.geometry || event.detail === 0 || event.target instanceof Element && event.target.closest(".nn-head, .nn-add, .nn-more")) return;
    const target = targetAt(this.geometry, ...this.#place(event), event.detail && matchMedia("(pointer: coarse)").matches ? 14 : 6);
    this.store.dispatch({ type: "select", target });
  }

  /** @param {MouseEvent} event @returns {[number, number]} */
  #place(event) {
    const box = /** @type {HTMLElement} */ (this.plane).getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
}

customElements.define("nn-network", NetworkElement);
export { NetworkElement };
