// @ts-check
/** `<nn-presets>`: the examples. Choosing one opens its Design as a new run, a worked one in the microscope. */

import { sameValue } from "./same_value.js";
import { ServedElement } from "./served_element.js";

export class Presets extends ServedElement {
  /** @type {Record<string, any>[]} */
  designs = [];

  get cards() {
    return /** @type {HTMLButtonElement[]} */ ([...this.querySelectorAll(".preset")]);
  }

  begin() {
    this.designs = this.cards.map((card) => JSON.parse(card.dataset.design ?? "{}"));
    this.listen(this, "click", ({ target }) => this.#open(target));
    this.watch((state) => state.design, (design) => design && this.#mark(design));
  }

  /** @param {EventTarget | null} target */
  #open(target) {
    const card = target instanceof Element ? target.closest(".preset") : null;
    const at = this.cards.findIndex((each) => each === card);
    if (at < 0) return;
    const walked = this.cards[at].dataset.walked !== undefined;
    if (walked) this.command({ type: "pause" }); // so that it opens before its first step
    this.command({ type: "open", design: this.designs[at] });
    if (walked) this.command({ type: "open_walk" });
  }

  /** The example that is open is marked, whatever its seed. @param {Record<string, any>} design */
  #mark(design) {
    this.cards.forEach((card, index) => {
      const current = sameValue({ ...this.designs[index], seed: 0 }, { ...design, seed: 0 });
      if (current) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    });
  }
}
