// @ts-check
/** What every element is that the server has already filled. */

import { PageElement } from "../lib/page_element.js";

export class ServedElement extends PageElement {
  /** The design as it is now; null before a session has opened. @returns {Record<string, any> | null} */
  get design() {
    return this.state.design;
  }

  /** The one element of a kind that the server has put in here. @param {string} selector @returns {HTMLElement} */
  served(selector) {
    const found = this.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`<${this.localName}> was served without ${selector}`);
    return found;
  }
}
