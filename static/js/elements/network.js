// @ts-check
/** `<nn-network>`: the network as a picture with focusable neurons, layer heads and a legend. */

import { painter } from "../lib/painter.js";
import { h } from "../lib/html.js";
import { watchTheme } from "../lib/theme_watch.js";
import { Atlas } from "../views/atlas.js";
import { layOut, unitsDrawn } from "../views/geometry.js";
import { drawNetwork } from "../views/network.js";
import { Recorder } from "../views/recorder.js";
import { weightScale } from "../views/scale.js";
import { readTheme } from "../views/theme.js";
import { IslandElement } from "./island.js";
import { namedColumns } from "./names.js";
import { Heads } from "./network_heads.js";
import { Legend } from "./network_legend.js";
import { Neurons } from "./network_neurons.js";
import { targetAt } from "./network_pointing.js";
import { Pulses } from "./network_pulses.js";
import { Tip } from "./network_tip.js";
import { Walking } from "../microscope/walking.js";

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
  /** @type {import("../views/geometry.js").Geometry | null} */
  geometry = null;
  /** @type {import("../views/theme.js").Theme | null} */
  #theme = null;

  mount() {
    const text = this.texts;
    this.classList.add("nn-network");
    this.canvas = h("canvas", { class: "nn-edges", "aria-hidden": "true" });
    this.pulses = new Pulses(this);
    this.walking = new Walking(this, () => this.#ask());
    this.plane = h("div", { class: "nn-plane" }, this.canvas, this.pulses.canvas, this.walking.canvas);
    this.stage = h("div", { class: "nn-stage" }, this.plane);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
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
    this.watch((state) => state.probed, () => this.tip?.show(this.geometry));
    this.watch((state) => state.selection, () => this.#ask());
    this.watch((state) => state.playing, () => {
      this.pulses?.run();
      this.#ask(); // at rest every neuron says its value
    });
    this.watch((state) => state.probe, () => this.pulses?.once());
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
    if (this.canvas) this.fit(this.canvas, this.geometry.width, height);
    this.pulses?.arrange(this.geometry, this.#theme);
    this.walking?.arrange(this.geometry, this.#theme);
    this.heads?.show(this.geometry);
    this.neurons?.show(this.geometry);
    this.store.dispatch({ type: "look", look: { units: unitsDrawn(this.geometry) } });
    this.#ask();
  }

  /** Gives a canvas its size, as sharp as the screen. @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
  fit(canvas, width, height) {
    const ratio = Math.min(SHARPEST, devicePixelRatio || 1);
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== across || canvas.height !== down) {
      canvas.width = across;
      canvas.height = down;
    }
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.getContext("2d")?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  #ask() {
    painter.request(this.#draw);
  }

  #draw = (/** @type {number} */ time) => {
    const { data, hover, selection } = this.state;
    const { geometry, context, walking } = this;
    if (!geometry || !data || !this.#theme || !context || !walking || !this.isConnected) return;
    const { frame } = walking;
    this.#scale = weightScale(this.state.frame, geometry.groups, this.#scale);
    const scale = walking.slopes ? frame.scale(geometry.groups) : this.#scale;
    drawNetwork(context, {
      geometry, frame, edges: frame?.edges ?? frame, data, scale, focus: hover, selection, label: walking.label,
      atlas: this.atlas ?? null, recorder: this.recording ? this.drawn : null,
    }, this.#theme);
    this.pulses?.measure();
    this.legend?.show(scale, walking.slopes);
    this.neurons?.say(frame);
    this.tip?.show(geometry);
    this.count(time);
    if (frame && frame.number !== this.#lastDrawn) {
      this.#lastDrawn = frame.number;
      this.pictures += 1;
    }
  };

  /** @param {number} time of the animation frame */
  count(time) {
    if (time !== this.#lastPainted) this.repaints += 1;
    this.#lastPainted = time;
  }

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
