// @ts-check
/** Asks for a short note to a student: one of a few that help often, or one's own words. */

import { h } from "../lib/html.js";

const NOTES = ["room.note_rate", "room.note_units", "room.note_data", "room.note_restart", "room.note_validation", "room.note_well"];
const LONGEST = 120;

/** @param {HTMLElement} place where the question is put into the page @param {import("../lib/text.js").Text} texts @param {string} name @returns {Promise<string>} the note, or nothing */
export function nudged(place, texts, name) {
  const own = h("input", { id: "nudge-own", name: "own", maxlength: LONGEST, autocomplete: "off" });
  const send = h("button", { class: "button primary", type: "button", onclick: () => dialog.close(own.value.trim()) }, texts("room.nudge_send"));
  const dialog = h("dialog", { class: "confirm", "aria-labelledby": "nudge-question" },
    h("form", { method: "dialog", onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      dialog.close(own.value.trim());
    } },
      h("h2", { id: "nudge-question", class: "card-heading" }, texts("room.nudge_question", { name })),
      h("ul", { class: "nudge-notes" }, ...NOTES.map((code) => h("li", {},
        h("button", { type: "button", class: "button", onclick: () => dialog.close(texts(code)) }, texts(code))))),
      h("label", { for: "nudge-own" }, texts("room.nudge_own")), own,
      h("div", { class: "confirm-ways" },
        h("button", { type: "button", class: "button", onclick: () => dialog.close("") }, texts("room.cancel")), send)));
  place.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    }, { once: true });
  });
}
