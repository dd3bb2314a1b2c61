// @ts-check
/** What every element of the island is: it fills itself. */

import { PageElement } from "../lib/page_element.js";

export class IslandElement extends PageElement {
  begin() {
    this.replaceChildren();
    this.mount();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.replaceChildren();
  }

  /** Fills the element and watches; called once there is a store and a page. */
  mount() {}
}
