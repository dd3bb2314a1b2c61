// @ts-check
/** Wires the editor of lessons: what is written is kept in this browser and shown as the server reads it; files come and go. */

import { Theme } from "../editor/theme.js";
import { createText } from "../lib/text.js";
import { keepOwn, newId, ownLessons, titleOf } from "../lesson/memory.js";

customElements.define("nn-theme", Theme);

const REST = 350; // ms without a key until it is shown anew

const text = createText(JSON.parse(document.querySelector("#texts")?.textContent ?? "{}"));
/** @template {Element} T @param {string} selector @returns {T} */
const part = (selector) => /** @type {T} */ (document.querySelector(selector));
const form = part("form");
const field = /** @type {HTMLTextAreaElement} */ (part("textarea"));
const file = /** @type {HTMLInputElement} */ (part("[data-import]"));
const take = /** @type {HTMLAnchorElement} */ (part("[data-act='take']"));
const preview = /** @type {HTMLElement} */ (part("#preview"));
const said = part(".shelf-said");

let id = location.hash.slice(1);
let resting = 0;
const known = ownLessons(localStorage)[id];
if (known) field.value = known.file;
else id = "";

/** A file gets its place in the browser with its first change. */
function keep() {
  if (!id) {
    id = newId();
    history.replaceState(null, "", `#${id}`);
  }
  const kept = keepOwn(localStorage, id, { title: titleOf(field.value, text("lesson.say.untitled")), file: field.value });
  said.textContent = text(kept ? "lesson.say.kept" : "lesson.say.not_kept");
}

const show = () => form.dispatchEvent(new CustomEvent("preview"));

function changed() {
  keep();
  clearTimeout(resting);
  resting = window.setTimeout(show, REST);
}

/** Puts the caret into a line, and the line into sight. @param {number} line */
function goTo(line) {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = (field.scrollHeight * (line - 4)) / lines.length;
}

field.addEventListener("input", changed);
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("htmx:after:swap", () => {
  take.hidden = preview.querySelector(".lesson-read") === null;
  take.href = `/lessons/own#${id}`;
});
take.addEventListener("click", () => {
  keep();
  take.href = `/lessons/own#${id}`;
});
preview.addEventListener("submit", (event) => event.preventDefault());
preview.addEventListener("click", ({ target }) => {
  const line = target instanceof Element ? target.closest("[data-line]") : null;
  if (line instanceof HTMLElement) goTo(Number(line.dataset.line));
});
part("[data-act='export']").addEventListener("click", () => {
  const name = titleOf(field.value, text("lesson.say.untitled")).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "lesson";
  const address = URL.createObjectURL(new Blob([field.value], { type: "text/markdown" }));
  Object.assign(document.createElement("a"), { href: address, download: `${name}.md` }).click();
  URL.revokeObjectURL(address);
});
file.addEventListener("change", async () => {
  const [chosen] = file.files ?? [];
  if (!chosen) return;
  if (chosen.size > 4 * field.maxLength) {
    said.textContent = text("lesson.say.too_large");
    return;
  }
  field.value = await chosen.text();
  file.value = "";
  id = ""; // an imported file is a lesson of its own, and replaces none
  changed();
});
