// @ts-check
/** The events of one step side by side, as a slider: teal forward, grey the loss, magenta back, amber the update. */

import { attribute, h } from "../lib/html.js";
import { signOf } from "./words.js";

/** @typedef {import("./walk.js").Walk} Walk */

const ROOMY = 20; // px that a letter needs
const STILL = 3; // px that a pointer may move in a click

export class Timeline {
  /** @type {HTMLElement[]} the start, and one an event */
  #segments = [];
  /** @type {[number, number][]} where each segment begins and ends */
  #edges = [];
  /** @type {Walk["events"] | null} */
  #events = null;
  #cursor = -1;
  #position = 0;
  #grabbedAt = 0;
  #dragged = false;

  /**
   * @param {import("../lib/text.js").Text} text
   * @param {{go: (cursor: number) => void, scrub: (position: number) => void}} ask to the end of an event, or into the midst of it
   */
  constructor(text, ask) {
    this.text = text;
    this.ask = ask;
    this.track = h("div", { class: "ms-track" });
    this.captions = h("div", { class: "ms-captions", "aria-hidden": "true" });
    this.thumb = h("i", { class: "ms-thumb" });
    this.slider = h("div", { class: "ms-slider", role: "slider", tabindex: "0", "aria-label": text("microscope.timeline"), "aria-valuemin": 0 }, this.track, this.thumb);
    this.element = h("div", { class: "ms-timeline" }, this.slider, this.captions);
    this.slider.addEventListener("pointerdown", (event) => this.#grab(event));
    this.slider.addEventListener("pointermove", (event) => this.slider.hasPointerCapture(event.pointerId) && this.#drag(event));
    this.resize = new ResizeObserver(() => this.#measure());
    this.resize.observe(this.track);
  }

  /** @param {Walk} walk @param {number} cursor where one wants to be @param {string} words */
  show(walk, cursor, words) {
    if (walk.events !== this.#events) this.#build(walk);
    const [low, high] = [Math.min(cursor, this.#cursor), Math.max(cursor, this.#cursor)];
    for (let k = Math.max(0, low); k <= high; k += 1) {
      this.#segments[k].classList.toggle("done", k <= cursor);
      this.#segments[k].classList.toggle("here", k === cursor);
    }
    this.#cursor = cursor;
    attribute(this.slider, "aria-valuemax", String(walk.events.length));
    attribute(this.slider, "aria-valuenow", String(cursor));
    attribute(this.slider, "aria-valuetext", words);
  }

  /** The thumb goes with what is drawn. @param {number} position */
  fly(position) {
    this.#position = position;
    const event = Math.min(this.#edges.length - 1, Math.ceil(position));
    const edge = this.#edges[event];
    if (!edge) return;
    const x = event === 0 ? edge[1] : edge[0] + (position - event + 1) * (edge[1] - edge[0]);
    this.thumb.style.transform = `translateX(${x}px)`;
  }

  /** @param {Walk} walk */
  #build({ events }) {
    this.#events = events;
    this.#cursor = events.length;
    const start = h("span", { class: "ms-segment start" });
    this.#segments = [start, ...events.map((event, k) => {
      const former = events[k - 1];
      const apart = former && former.phase !== event.phase ? "phase-begins" : former && former.layer !== event.layer ? "layer-begins" : "";
      return h("span", { class: `ms-segment ${event.phase} ${apart}` }, h("span", {}, signOf(event)));
    })];
    this.track.replaceChildren(...this.#segments);
    const phases = [...new Set(events.map(({ phase }) => phase))];
    this.labels = phases.map((phase) => ({ phase, element: h("span", { class: phase }, this.text(`microscope.phase.${phase}`)) }));
    this.captions.replaceChildren(...this.labels.map(({ element }) => element));
    for (const segment of this.#segments.slice(0, this.#cursor + 1)) segment.classList.add("done");
    this.#measure();
  }

  /** Where the segments lie; the captions below them. */
  #measure() {
    if (!this.#events || !this.track.clientWidth) return;
    this.track.classList.toggle("bare", this.track.clientWidth / this.#segments.length < ROOMY);
    this.#edges = this.#segments.map(({ offsetLeft, offsetWidth }) => [offsetLeft, offsetLeft + offsetWidth]);
    let from = 0;
    for (const { phase, element } of this.labels ?? []) {
      const [first] = this.#edges[this.#events.findIndex((event) => event.phase === phase) + 1];
      const left = Math.max(from, first);
      element.style.left = `${left}px`;
      from = left + element.offsetWidth + 6;
    }
    this.fly(this.#position);
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (event.button !== 0) return;
    this.slider.setPointerCapture(event.pointerId);
    this.#grabbedAt = event.clientX;
    this.#dragged = false;
    this.ask.go(Math.ceil(this.#positionAt(event)));
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    this.#dragged ||= Math.abs(event.clientX - this.#grabbedAt) > STILL;
    if (this.#dragged) this.ask.scrub(this.#positionAt(event));
  }

  /** @param {PointerEvent} event */
  #positionAt({ clientX }) {
    const x = clientX - this.slider.getBoundingClientRect().left;
    const at = this.#edges.findIndex(([, right]) => right >= x);
    if (at === 0) return 0;
    if (at < 0) return this.#edges.length - 1;
    const [left, right] = this.#edges[at];
    return at - 1 + Math.max(0.001, (x - left) / (right - left));
  }
}
