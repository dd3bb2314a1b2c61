// @ts-check
/** The events of one step side by side, as a slider: teal forward, grey the loss, magenta back, amber the update. */

import { attribute, h } from "../lib/html.js";
import { signOf } from "./words.js";

/** @typedef {import("./walk.js").Walk} Walk */

const ROOMY = 20; // px that a letter needs

export class Timeline {
  /** @param {import("../lib/text.js").Text} text @param {(cursor: number) => void} go */
  constructor(text, go) {
    this.text = text;
    this.go = go;
    this.track = h("div", { class: "ms-track" });
    this.captions = h("div", { class: "ms-captions", "aria-hidden": "true" });
    this.thumb = h("i", { class: "ms-thumb" });
    this.slider = h("div", { class: "ms-slider", role: "slider", tabindex: "0", "aria-label": text("microscope.timeline"), "aria-valuemin": 0 }, this.track, this.thumb);
    this.element = h("div", { class: "ms-timeline" }, this.slider, this.captions);
    /** @type {HTMLElement[]} the start, and one an event */
    this.segments = [];
    /** @type {unknown} */
    this.events = null;
    this.cursor = 0;
    this.slider.addEventListener("pointerdown", (event) => this.#grab(event));
    this.slider.addEventListener("pointermove", (event) => this.slider.hasPointerCapture(event.pointerId) && this.#scrub(event));
    this.resize = new ResizeObserver(() => this.#fit());
    this.resize.observe(this.track);
  }

  /** @param {Walk} walk @param {number} cursor where one wants to be @param {string} words */
  show(walk, cursor, words) {
    if (walk.events !== this.events) this.#build(walk);
    this.segments.forEach((segment, k) => {
      segment.classList.toggle("done", k <= cursor);
      segment.classList.toggle("here", k === cursor);
    });
    this.cursor = cursor;
    attribute(this.slider, "aria-valuemax", String(walk.events.length));
    attribute(this.slider, "aria-valuenow", String(cursor));
    attribute(this.slider, "aria-valuetext", words);
    this.#fit();
  }

  /** @param {Walk} walk */
  #build({ events }) {
    this.events = events;
    const start = h("span", { class: "ms-segment start" });
    this.segments = [start, ...events.map((event, k) => {
      const former = events[k - 1];
      const apart = former && former.phase !== event.phase ? "phase-begins" : former && former.layer !== event.layer ? "layer-begins" : "";
      return h("span", { class: `ms-segment ${event.phase} ${apart}` }, h("span", {}, signOf(event)));
    })];
    this.track.replaceChildren(...this.segments);
    const phases = [...new Set(events.map(({ phase }) => phase))];
    this.labels = phases.map((phase) => ({ phase, element: h("span", { class: phase }, this.text(`microscope.phase.${phase}`)) }));
    this.captions.replaceChildren(...this.labels.map(({ element }) => element));
  }

  /** The captions below their segments, the thumb at the end of the last that has happened. */
  #fit() {
    const here = this.segments[this.cursor];
    if (!here) return;
    const events = /** @type {Walk["events"]} */ (this.events);
    this.track.classList.toggle("bare", this.track.clientWidth / this.segments.length < ROOMY);
    this.thumb.style.left = `${here.offsetLeft + here.offsetWidth}px`;
    let from = 0;
    for (const { phase, element } of this.labels ?? []) {
      const first = this.segments[events.findIndex((event) => event.phase === phase) + 1];
      const left = Math.max(from, first.offsetLeft);
      element.style.left = `${left}px`;
      from = left + element.offsetWidth + 6;
    }
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (event.button !== 0) return;
    this.slider.setPointerCapture(event.pointerId);
    this.#scrub(event);
  }

  /** @param {PointerEvent} event */
  #scrub({ clientX }) {
    const at = this.segments.findIndex((segment) => segment.getBoundingClientRect().right >= clientX);
    const cursor = at < 0 ? this.segments.length - 1 : at;
    if (cursor !== this.cursor) this.go(cursor);
  }
}

