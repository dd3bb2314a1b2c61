// @ts-check
/** The run in the drawer: its loss as a slider over all its steps, where it branched, and the ways to go, to pin and to train on. */

import { attribute, h, write } from "../lib/html.js";
import { formatCount, formatNumber } from "../lib/number.js";
import { painter } from "../lib/painter.js";
import { readTheme } from "../views/theme.js";
import { watchTheme } from "../lib/theme_watch.js";
import { lossAt, stepAt } from "./run.js";
import { drawRun, partAt } from "./run_chart.js";

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("./walk.js").Walk} Walk */

const SHARPEST = 2;

/** The losses of a step: exact where one stands, else as the curve has them. @param {State} state @param {number} step */
function lossesAt({ curve, step: here, loss, evaluation }, step) {
  const { low, high, validation } = lossAt(curve, step);
  const range = low === null || low === high ? formatNumber(low) : `${formatNumber(low)} – ${formatNumber(high)}`;
  const arrived = step === here && evaluation?.step === here;
  return { train: arrived && here > 0 ? formatNumber(loss) : range, validation: formatNumber(arrived ? evaluation.loss : validation) };
}

export class RunPanel {
  /** @type {{state: State, walk: Walk} | null} */
  #shown = null;
  /** @type {import("../views/theme.js").Theme | null} */
  #theme = null;
  #size = { width: 0, height: 0 };
  /** Where the pointer holds the run; the session may still be on its way there. @type {number | null} */
  #held = null;
  /** Pictures drawn, for who measures. */
  drawn = 0;

  /** @param {Text} text @param {{walk: (step: number) => void, send: (command: {type: string, [field: string]: unknown}) => void}} ask */
  constructor(text, ask) {
    this.text = text;
    this.ask = ask;
    const button = (/** @type {string} */ code, /** @type {() => void} */ onclick) =>
      h("button", { type: "button", class: "button", title: text(`microscope.${code}_help`), onclick }, text(`microscope.${code}`));
    const key = (/** @type {string} */ part) => h("span", { class: `nn-key ${part}` }, h("i", { class: "nn-mark", "aria-hidden": "true" }), text(`part.${part}`));
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.slider = h("div", { class: "ms-run-slider", role: "slider", tabindex: "0", "aria-label": text("microscope.run_timeline"), "aria-valuemin": 0 }, this.canvas);
    this.words = h("p", { class: "ms-run-words" });
    this.memory = h("p", { class: "ms-quiet" });
    this.end = button("run_end", () => this.#shown && ask.walk(this.#shown.state.head));
    this.trunk = button("run_trunk", () => ask.send({ type: "return_to_trunk" }));
    this.on = button("run_on", () => ask.send({ type: "play" }));
    this.pin = button("pin", () => ask.send({ type: "pin_moment" }));
    this.pinTrunk = button("pin_trunk", () => ask.send({ type: "pin_moment", trunk: true }));
    this.element = h("div", { class: "ms-run" },
      h("div", { class: "ms-run-bar" }, this.words, h("div", { class: "ms-group" }, this.end, this.trunk, this.on, this.pin, this.pinTrunk)),
      this.slider, h("div", { class: "ms-run-foot" }, key("train"), key("validation"), this.memory));
    this.slider.addEventListener("pointerdown", (event) => this.#grab(event));
    this.slider.addEventListener("pointermove", (event) => this.slider.hasPointerCapture(event.pointerId) && this.#scrub(event));
    this.slider.addEventListener("lostpointercapture", () => this.#release());
    const resize = new ResizeObserver(() => this.#measure());
    resize.observe(this.slider);
    const stop = watchTheme(() => this.#measure());
    this.stop = () => (resize.disconnect(), stop());
  }

  /** @param {State} state @param {Walk} walk where one is, or will be */
  show(state, walk) {
    this.#shown = { state, walk };
    const { text } = this;
    const { head, trunk, timeline } = state;
    const { step } = walk;
    const { train, validation } = lossesAt(state, step);
    const where = trunk === null ? "microscope.run_at" : "microscope.run_at_branch";
    write(this.words, text(where, { step: formatCount(step), head: formatCount(head), train, validation, left: formatCount(timeline?.left ?? 0), trunk: formatCount(trunk) }));
    write(this.memory, timeline ? text("microscope.keyframes", { count: timeline.keyframes.length, most: timeline.most, size: formatNumber(timeline.bytes / 1000, 2) }) : "");
    attribute(this.slider, "aria-valuemax", String(head));
    attribute(this.slider, "aria-valuenow", String(Math.min(step, head)));
    attribute(this.slider, "aria-valuetext", this.words.textContent ?? "");
    this.end.disabled = step >= head;
    this.trunk.hidden = this.pinTrunk.hidden = trunk === null;
    painter.request(this.#draw);
  }

  #measure() {
    const { width, height } = this.slider.getBoundingClientRect();
    if (!width) return;
    this.#size = { width, height };
    this.#theme = readTheme(this.slider);
    const ratio = Math.min(SHARPEST, devicePixelRatio || 1);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.getContext("2d")?.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#draw();
  }

  #draw = () => {
    const context = this.canvas.getContext("2d");
    if (!this.#shown || !this.#theme || !context || !this.slider.isConnected) return;
    const { state, walk } = this.#shown;
    const { curve, head, timeline, moment } = state;
    drawRun(context, {
      ...this.#size, curve, head: Math.max(1, head), step: this.#held ?? walk.step, keyframes: timeline?.keyframes ?? [], left: timeline?.left ?? null,
      pinned: moment && !moment.trunk ? moment.step : null, batches: walk.batches,
    }, this.#theme);
    this.drawn += 1;
  };

  /** @param {PointerEvent} event */
  #grab(event) {
    if (event.button !== 0) return;
    this.slider.setPointerCapture(event.pointerId);
    this.#scrub(event);
  }

  /** @param {PointerEvent} event */
  #scrub({ clientX }) {
    if (!this.#shown) return;
    const { left, width } = this.slider.getBoundingClientRect();
    const step = stepAt(partAt(clientX - left, width), this.#shown.state.head);
    if (step === this.#held) return;
    this.#held = step;
    painter.request(this.#draw);
    if (step !== this.#shown.walk.step) this.ask.walk(step);
  }

  #release() {
    this.#held = null;
    painter.request(this.#draw);
  }
}
