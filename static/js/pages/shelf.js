// @ts-check
/** Wires the shelf of lessons: how far one is in each, and the lessons that this browser keeps. */

import { Theme } from "../editor/theme.js";
import { h } from "../lib/html.js";
import { createText } from "../lib/text.js";
import { forgetOwn, keepOwn, newId, ownLessons, ownName, progressOf, titleOf } from "../lesson/memory.js";

customElements.define("nn-theme", Theme);

const LARGEST = 32768; // characters of a file that can be a lesson

const text = createText(JSON.parse(document.querySelector("#texts")?.textContent ?? "{}"));
const own = /** @type {HTMLElement} */ (document.querySelector("[data-own]"));
const said = /** @type {HTMLElement} */ (document.querySelector(".shelf-said"));
const file = /** @type {HTMLInputElement} */ (document.querySelector("[data-import]"));

/** How far one is in a lesson, in words; nothing where one has not begun. @param {string} name @param {number} steps */
function progressWords(name, steps) {
  const { step, done } = progressOf(localStorage, name);
  if (step > 0 && steps > 0) return text("lesson.say.progress", { step: step + 1, steps });
  return done ? text("lesson.say.done") : "";
}

/** @param {string} id @param {import("../lesson/memory.js").OwnLesson} lesson */
function card(id, { title }) {
  const remove = h("button", { type: "button", class: "button bare" }, text("lesson.say.remove"));
  remove.addEventListener("click", () => {
    if (remove.dataset.sure) {
      forgetOwn(localStorage, id);
      showOwn();
    }
    remove.dataset.sure = "yes";
    remove.textContent = text("lesson.say.remove_sure");
  });
  return h("li", { class: "shelf-mine" },
    h("a", { class: "shelf-card", href: `/lessons/own#${id}` }, h("b", {}, title), h("span", { class: "shelf-facts" }, progressWords(ownName(id), 0))),
    h("span", { class: "shelf-acts" }, h("a", { class: "button bare", href: `/lessons/new#${id}` }, text("lesson.say.edit")), remove));
}

function showOwn() {
  const lessons = Object.entries(ownLessons(localStorage));
  own.hidden = lessons.length === 0;
  own.replaceChildren(...lessons.map(([id, lesson]) => card(id, lesson)));
}

file.addEventListener("change", async () => {
  const [chosen] = file.files ?? [];
  if (!chosen) return;
  const content = await chosen.text();
  const fits = content.length <= LARGEST;
  const kept = fits && keepOwn(localStorage, newId(), { title: titleOf(content, chosen.name), file: content });
  said.textContent = text(kept ? "lesson.say.kept" : fits ? "lesson.say.not_kept" : "lesson.say.too_large");
  file.value = "";
  showOwn();
});

for (const link of document.querySelectorAll("[data-steps]")) {
  const { name, steps } = /** @type {HTMLElement} */ (link).dataset;
  const progress = link.querySelector(".shelf-progress");
  if (progress) progress.textContent = progressWords(name ?? "", Number(steps));
}
showOwn();
