// @ts-check
/** `<nn-settings>`: how the network is trained. Every change acts at once and keeps the weights. */

import { openOnWideWindows } from "./data_panel.js";
import { FormSlot } from "./form_slot.js";
import { ServedElement } from "./served_element.js";

const RUN = ["batch_size", "seed", "dtype"]; // fields of the Design itself

export class Settings extends ServedElement {
  begin() {
    const places = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".slot")]);
    const slots = places.map((place) => (place.dataset.field === "run" ? this.#run(place) : this.#part(place)));
    this.watch((state) => state.notices, (notices) => notices.at(-1)?.tone === "error" && slots.forEach((slot) => slot.reset()));
    openOnWideWindows(/** @type {HTMLDetailsElement} */ (this.served("details")), (stop) => this.until(stop));
  }

  /** A part of the Design that is a Spec of its own: the optimizer, the loss … @param {HTMLElement} place */
  #part(place) {
    const field = place.dataset.field ?? "";
    const slot = new FormSlot(place, (spec) => this.command({ type: "edit", set: { [field]: spec } }));
    this.watch((state) => /** @type {any} */ (state.design)?.[field], (spec) => spec && slot.show(spec));
    return slot;
  }

  /** @param {HTMLElement} place */
  #run(place) {
    const slot = new FormSlot(place, (spec) => this.#changeRun(spec), () => (this.command({ type: "reseed" }), true));
    this.watch((state) => state.design, (design) => design && slot.show(pick(design)));
    return slot;
  }

  /** @param {Record<string, any>} spec */
  #changeRun(spec) {
    const changed = Object.entries(spec).filter(([name, value]) => this.design?.[name] !== value);
    if (changed.length > 0) this.command({ type: "edit", set: Object.fromEntries(changed) });
  }
}

/** @param {Record<string, any>} design */
function pick(design) {
  return Object.fromEntries(RUN.map((name) => [name, design[name]]));
}
