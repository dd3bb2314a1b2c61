// @ts-check
/** Asks before something that cannot be taken back. */

import { h } from "../lib/html.js";

/** @param {HTMLElement} place where the question is put into the page @param {{question: string, detail: string, yes: string, no: string}} words @returns {Promise<boolean>} */
export function confirmed(place, { question, detail, yes, no }) {
  const dialog = h("dialog", { class: "confirm", "aria-labelledby": "confirm-question" },
    h("form", { method: "dialog" },
      h("h2", { id: "confirm-question", class: "card-heading" }, question),
      h("p", {}, detail),
      h("div", { class: "confirm-ways" },
        h("button", { class: "button", value: "" }, no),
        h("button", { class: "button danger", value: "yes" }, yes))));
  place.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }, { once: true });
  });
}
