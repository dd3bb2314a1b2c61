// @ts-check
/** `<nn-data-panel>`: which data is learned from, how it is drawn, and how it is split. */

import { FormSlot } from "./form_slot.js";
import { ServedElement } from "./served_element.js";
import { Split } from "./split.js";

const KEPT = ["noise", "features"]; // what another dataset takes over from the present one

export class DataPanel extends ServedElement {
  begin() {
    const slot = new FormSlot(this.served(".slot"), (spec) => this.#choose({ ...this.#sameKind(spec), ...spec }));
    const split = new Split(this.served(".split"), (shares) => this.command({ type: "edit", set: { split: shares } }));
    this.listen(this.served(".datasets"), "click", ({ target }) => this.#pick(target));
    this.listen(this.served(".datasets"), "keydown", (event) => this.#move(event));
    this.watch((state) => /** @type {any} */ (state.design)?.data, (data) => data && (slot.show(data), this.#mark(data)));
    this.watch((state) => /** @type {any} */ (state.design)?.split, (shares) => shares && split.show(shares));
    this.watch((state) => state.data?.parts, (parts) => parts && split.count(parts));
    this.watch((state) => state.notices, (notices) => {
      if (notices.at(-1)?.tone !== "error") return;
      slot.reset();
      if (this.design) split.show(this.design.split);
    });
    openOnWideWindows(/** @type {HTMLDetailsElement} */ (this.served("details")), (stop) => this.until(stop));
  }

  get datasets() {
    return /** @type {HTMLButtonElement[]} */ ([...this.querySelectorAll(".dataset")]);
  }

  /** The present data, whose rows a form does not show, where the kind stays. @param {Record<string, any>} spec */
  #sameKind(spec) {
    return spec.kind === this.design?.data.kind ? this.design?.data : {};
  }

  /** @param {Record<string, any>} data */
  #choose(data) {
    this.command({ type: "edit", set: { data } });
  }

  /** @param {EventTarget | null} target */
  #pick(target) {
    const button = target instanceof Element ? target.closest(".dataset") : null;
    if (!(button instanceof HTMLElement)) return;
    const spec = JSON.parse(button.dataset.spec ?? "{}");
    const present = this.design?.data ?? {};
    for (const name of KEPT) if (name in spec && name in present) spec[name] = present[name];
    this.#choose(spec);
  }

  /** Arrow keys go from picture to picture, which is one stop for Tab. @param {KeyboardEvent} event */
  #move(event) {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key] ?? 0;
    const { datasets } = this;
    const at = datasets.findIndex((button) => button === event.target);
    if (!way || at < 0) return;
    event.preventDefault();
    const next = datasets[(at + way + datasets.length) % datasets.length];
    for (const button of datasets) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  /** @param {Record<string, any>} data */
  #mark(data) {
    const { datasets } = this;
    const specs = datasets.map((button) => JSON.parse(button.dataset.spec ?? "{}"));
    const exact = specs.findIndex((spec) => spec.kind === data.kind && spec.arms === data.arms);
    const at = exact < 0 ? specs.findIndex((spec) => spec.kind === data.kind) : exact;
    datasets.forEach((button, index) => {
      button.setAttribute("aria-pressed", String(index === at));
      button.tabIndex = index === Math.max(at, 0) ? 0 : -1;
    });
    this.served(".panel-name").textContent = datasets[at]?.dataset.title ?? this.texts(`data.${data.kind}`);
  }
}

/** A panel stands open beside the network, and closed below it. @param {HTMLDetailsElement} panel @param {(stop: () => void) => void} until */
export function openOnWideWindows(panel, until) {
  const wide = matchMedia("(min-width: 640px)");
  const follow = () => void (panel.open = wide.matches);
  follow();
  wide.addEventListener("change", follow);
  until(() => wide.removeEventListener("change", follow));
}
