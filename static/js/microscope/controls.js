// @ts-check
/** The row of controls: back, play, on, to the end of a layer, a phase or the step, speed, sample, table, the step itself. */

import { attribute, h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { figure } from "./figure.js";

/** @typedef {import("./walk.js").Walk} Walk */

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];
const RIGHT = 1e-4; // a relative error up to this is rounding

/** Whether a gradient check found nothing wrong. @param {import("./walk.js").Check} check */
export const passes = ({ worst }) => worst !== null && worst <= RIGHT;

export class Controls {
  /**
   * @param {import("../lib/text.js").Text} text @param {(wish: string) => void} ask
   * @param {(column: number) => void} column @param {() => void} culprit
   */
  constructor(text, ask, column, culprit) {
    this.text = text;
    const button = (/** @type {string} */ sign, /** @type {string} */ wish, /** @type {string | null} */ key = null) =>
      h("button", { type: "button", class: `button square ms-${wish}`, "aria-label": text(`microscope.${wish}`), title: text(`microscope.${wish}_help`), "aria-keyshortcuts": key, onclick: () => ask(wish) }, icon(sign));
    this.play = button("play", "play", "Space");
    this.speed = h("select", { class: "ms-speed", "aria-label": text("microscope.speed"), title: text("microscope.speed") }, ...SPEEDS.map((speed) => h("option", { value: speed, selected: speed === 1 }, `${speed}×`)));
    this.digits = h("button", { type: "button", class: "button ms-digits", "aria-pressed": "false", "aria-keyshortcuts": "D", title: text("microscope.digits_help"), onclick: () => ask("digits") }, text("microscope.digits"));
    this.sample = h("input", { type: "number", min: 1, step: 1, inputmode: "numeric", "aria-label": text("microscope.sample_number") });
    this.sample.addEventListener("change", () => column(Number(this.sample.value) - 1));
    this.of = h("span", {});
    this.samples = h("div", { class: "ms-sample", role: "group", "aria-label": text("microscope.sample") }, h("span", {}, text("microscope.sample")), this.sample, this.of);
    this.badge = h("button", { type: "button", class: "button bare ms-badge", title: text("microscope.check_help"), onclick: culprit });
    this.element = h("header", { class: "ms-controls" },
      h("div", { class: "ms-group", role: "group", "aria-label": text("microscope.travel") },
        button("step-back", "back", "ArrowLeft"), this.play, button("step", "on", "ArrowRight"), button("layer", "layer_on", "Shift+ArrowRight"), button("epoch", "phase_on"), button("end", "end", "End"), this.speed),
      h("div", { class: "ms-group ms-aside" }, this.badge, this.samples,
        this.digits,
        button("table", "table"),
        h("button", { type: "button", class: "button primary ms-finish", title: text("microscope.finish_help"), onclick: () => ask("finish") }, text("microscope.finish")),
        button("close", "close", "Escape")));
  }

  /** @param {Walk} walk @param {{cursor: number, column: number}} wish @param {{playing: boolean, exact: boolean}} how */
  show(walk, wish, { playing, exact }) {
    const { text } = this;
    const code = playing ? "microscope.halt" : "microscope.play";
    if (this.play.getAttribute("aria-label") !== text(code)) {
      this.play.setAttribute("aria-label", text(code));
      this.play.replaceChildren(icon(playing ? "pause" : "play"));
    }
    attribute(this.digits, "aria-pressed", String(exact));
    this.samples.hidden = walk.samples.length < 2;
    attribute(this.sample, "max", String(walk.samples.length));
    if (document.activeElement !== this.sample) this.sample.value = String(wish.column + 1);
    write(this.of, text("microscope.of_batch", { count: walk.samples.length }));
    this.#check(walk);
  }

  /** @param {Walk} walk */
  #check({ check }) {
    const { text, badge } = this;
    const fine = check !== null && passes(check);
    badge.className = `button bare ms-badge ${check === null ? "waiting" : fine ? "good" : "bad"}`;
    badge.disabled = check === null || fine;
    write(badge, check === null ? text("microscope.checking") : fine && check.worst === 0 ? text("microscope.check_same") : fine ? text("microscope.check_good", { worst: figure(Number((check.worst ?? 0).toPrecision(2))) })
      : text("microscope.check_bad", { worst: figure(check.worst) }));
    if (check) badge.title = `${text("microscope.check_help")} ${text("microscope.check_counts", { checked: check.checked, skipped: check.skipped })}`;
  }
}
