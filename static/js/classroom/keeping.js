// @ts-check
/** What a student takes home at the end: the network as a link, or as a file that the engine reads. */

import { h } from "../lib/html.js";
import { icon } from "../lib/icons.js";

/** @typedef {() => {link: string, design: object | null}} Work */

/** @param {import("../lib/text.js").Text} texts @param {Work} work @returns {HTMLElement} */
export function keepingRow(texts, work) {
  // The address is made at the last moment: the network may have changed since.
  const link = h("a", { class: "button", href: "/", target: "_blank", rel: "noopener" }, icon("share"), texts("room.keep_link"));
  const address = () => (link.href = `/#${work().link}`);
  for (const moment of ["pointerdown", "focus", "contextmenu"]) link.addEventListener(moment, address);
  return h("p", { class: "answer-keep" }, h("b", {}, texts("room.keep_work")), link,
    h("button", { type: "button", class: "button", onclick: () => save(work().design) }, icon("table"), texts("room.keep_file")));
}

/** @param {object | null} design */
function save(design) {
  const href = URL.createObjectURL(new Blob([JSON.stringify(design, null, 2)], { type: "application/json" }));
  h("a", { href, download: "network.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
