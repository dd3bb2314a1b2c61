// @ts-check
/** Images to pick a probe from: the first of the validation part, each a button. */

import { h } from "../lib/html.js";
import { mix, readColour } from "../views/theme.js";

/** @typedef {import("../store/state.js").Data} Data */

export class Thumbnails {
  /** @param {import("./output.js").OutputElement} host @param {import("../lib/text.js").Text} text */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.element = h("div", { class: "nn-thumbnails", role: "group", "aria-label": text("island.pick_image") });
    this.element.hidden = true;
    /** @type {{button: HTMLButtonElement, canvas: HTMLCanvasElement, sample: number}[]} */
    this.items = [];
    /** @type {Data | null} */
    this.data = null;
    /** @type {import("../views/theme.js").Theme | null} */
    this.theme = null;
    this.element.addEventListener("keydown", (event) => this.#press(event));
  }

  /** @param {Data | null} data */
  reset(data) {
    this.data = data;
    const images = data?.images;
    this.element.hidden = !images;
    this.items = !images || !data?.image_size ? [] : images.indices.map((sample, place) => {
      const canvas = h("canvas", { width: data.image_size?.[1], height: data.image_size?.[0], "aria-hidden": "true" });
      const label = data.labels ? data.class_names[data.labels[sample]] : String(sample + 1);
      const button = h("button", {
        type: "button", class: "nn-thumbnail", tabindex: place === 0 ? "0" : "-1", "aria-pressed": "false", "aria-label": this.text("island.image_of", { label }),
      }, canvas);
      button.addEventListener("click", () => this.host.choose(sample));
      return { button, canvas, sample };
    });
    this.element.replaceChildren(...this.items.map(({ button }) => button));
    this.#draw();
  }

  /** @param {import("../views/theme.js").Theme} theme */
  paint(theme) {
    this.theme = theme;
    this.#draw();
  }

  /** @param {import("../store/state.js").State} state */
  show({ probe }) {
    for (const { button, sample } of this.items) button.setAttribute("aria-pressed", String(probe?.sample === sample));
  }

  #draw() {
    const { data, theme } = this;
    if (!data?.images || !data.image_size || !theme) return;
    const bytes = Uint8Array.from(atob(data.images.pixels), (letter) => letter.charCodeAt(0));
    const [height, width] = data.image_size;
    const paper = readColour(theme.surface);
    const ink = readColour(theme.ink);
    this.items.forEach(({ canvas }, place) => {
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      const image = context.createImageData(width, height);
      for (let k = 0; k < width * height; k += 1) image.data.set([...mix(paper, ink, bytes[place * width * height + k] / 255), 255], 4 * k);
      context.putImageData(image, 0, 0);
    });
  }

  /** Arrow keys go from image to image. @param {KeyboardEvent} event */
  #press(event) {
    const now = this.items.findIndex(({ button }) => button === event.target);
    const across = Math.max(1, Math.round(this.element.clientWidth / Math.max(1, this.items[0]?.button.offsetWidth ?? 1)));
    const way = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[event.key];
    if (now < 0 || !way) return;
    const next = this.items[Math.max(0, Math.min(this.items.length - 1, now + way))];
    for (const { button } of this.items) button.tabIndex = button === next.button ? 0 : -1;
    next.button.focus();
    event.preventDefault();
  }
}
