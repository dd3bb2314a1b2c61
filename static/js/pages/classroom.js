// @ts-check
/** Wires the front door, the join page and an invitation: what is typed there or stands behind the # opens a room. */

import { post, reason } from "../classroom/posting.js";
import { forget, remember, visits } from "../classroom/visited.js";
import { when } from "../classroom/when.js";
import { Theme } from "../editor/theme.js";
import { h } from "../lib/html.js";
import { createText } from "../lib/text.js";

customElements.define("nn-theme", Theme);

const texts = createText(JSON.parse(document.querySelector("#texts")?.textContent ?? "{}"));
const word = decodeURIComponent(location.hash.slice(1));
if (word) history.replaceState(null, "", location.pathname); // a code or an invitation does not stay in sight

/** @param {"teacher" | "member"} role @param {string} room */
function enter(role, room) {
  remember(localStorage, { room, role, at: Date.now() / 1000 });
  location.assign(role === "teacher" ? `/rooms/${room}/teach` : `/rooms/${room}`);
}

/** @param {string} code */
async function joinWith(code) {
  const { room } = await post("/rooms/find", { code });
  await post(`/rooms/${room}/seats`, { code });
  enter("member", room);
}

/** @param {HTMLFormElement} form */
async function openRoom(form) {
  const given = new FormData(form);
  const passphrase = given.get("passphrase");
  const { room } = await post("/rooms", { hours: Number(given.get("hours")), ...(passphrase === null ? {} : { passphrase }) });
  enter("teacher", room);
}

/** Has a form do its work once at a time, and say what comes of it. @param {HTMLFormElement} form @param {string} meanwhile @param {() => Promise<void>} work */
async function submit(form, meanwhile, work) {
  const said = form.querySelector(".said");
  const button = form.querySelector("button");
  if (!said || !button || button.disabled) return;
  button.disabled = true;
  said.classList.remove("wrong");
  said.textContent = texts(meanwhile);
  try {
    await work();
  } catch (error) {
    said.classList.add("wrong");
    said.textContent = reason(texts, error);
    button.disabled = false;
    form.querySelector("input")?.focus();
  }
}

for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = String(new FormData(form).get("code") ?? "");
    if (form.dataset.form === "join") void submit(form, "room.joining", () => joinWith(code));
    else void submit(form, "room.opening", () => openRoom(form));
  });
}

// Another code behind the # of a page that stands here already.
window.addEventListener("hashchange", () => location.reload());
/** A page that comes back out of the browser's memory is as it was before its button was pressed. */
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

const joining = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-form=join]"));
const code = joining && /** @type {HTMLInputElement} */ (joining.elements.namedItem("code"));
if (code && word) {
  code.value = word;
  joining.requestSubmit();
}

const invited = /** @type {HTMLElement | null} */ (document.querySelector("[data-invitation]"));
if (invited) void acceptInvitation(invited, String(invited.dataset.invitation));

/** @param {HTMLElement} card @param {string} room */
async function acceptInvitation(card, room) {
  const said = card.querySelector(".said");
  const without = /** @type {HTMLElement | null} */ (card.querySelector(".without"));
  try {
    if (word) {
      await post(`/rooms/${room}/invitation`, { invitation: word });
      return enter("teacher", room);
    }
    if (said) said.textContent = "";
  } catch (error) {
    if (said) said.textContent = reason(texts, error);
  }
  if (without) without.hidden = false;
}

const back = /** @type {HTMLElement | null} */ (document.querySelector(".door-back"));
if (back && !word) for (const visit of visits(localStorage)) void offer(back, visit);

/** A way back into a room, where this browser still has its seat. @param {HTMLElement} place @param {import("../classroom/visited.js").Visit} visit */
async function offer(place, { room, role, at }) {
  const answer = await fetch(`/rooms/${room}/seat/${role}`).catch(() => null);
  if (!answer?.ok) return;
  if (!(await answer.json()).seated) return forget(localStorage, room);
  const path = role === "teacher" ? `/rooms/${room}/teach` : `/rooms/${room}`;
  place.querySelector("ul")?.append(h("li", {},
    h("a", { class: "button", href: path }, texts(`room.back_${role}`), h("span", { class: "quiet small" }, when(at, Date.now() / 1000)))));
  place.hidden = false;
}
