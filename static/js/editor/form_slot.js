// @ts-check
/** A place for one form: it shows the Spec it is told, asks the server for another form when the kind is another, and says
 * what a person changed. */

import { fetchScript } from "../lib/late.js";
import { fillForm, fillTracks, fits, formPart, fromLogarithm, nextFigure, numberOf, paint, readForm } from "./form_values.js";

/** @typedef {import("./form_values.js").Spec} Spec */

const HTMX = "/static/vendor/htmx/htmx.min.js"; // fetched with the first form that is asked for

export class FormSlot {
  /** @type {Spec | null} */
  #spec = null;
  /** What the form on its way was asked for. @type {Spec | null} */
  #asked = null;
  #chosen = false;

  /**
   * @param {HTMLElement} place with hx-get, and hx-trigger "render-form"
   * @param {(spec: Spec) => void} change is told what a person has chosen
   * @param {(control: HTMLElement) => boolean} [draw] may take over when another seed is asked for
   */
  constructor(place, change, draw = () => false) {
    this.place = place;
    this.change = change;
    this.draw = draw;
    fillTracks(place);
    place.addEventListener("input", ({ target }) => this.#slide(target));
    place.addEventListener("change", ({ target }) => this.#changed(target));
    place.addEventListener("click", ({ target }) => this.#clicked(target));
    place.addEventListener("keydown", (event) => this.#stepped(event));
    place.addEventListener("htmx:after:swap", () => this.#swapped());
    place.addEventListener("focusin", () => void this.#ready(), { once: true }); // who comes here may want another form
  }

  /** Shows a Spec: at once where the form is of its kind, else when the server has rendered one. @param {Spec} spec */
  show(spec) {
    this.#spec = spec;
    if (fits(this.place, spec)) fillForm(this.place, spec);
    else this.#ask(spec);
  }

  /** Back to what is true, after something was refused. */
  reset() {
    if (this.#spec) this.show(this.#spec);
  }

  /** @param {Spec} spec */
  async #ask(spec) {
    this.#asked = spec;
    this.place.setAttribute("hx-vals", JSON.stringify({ spec: JSON.stringify(formPart(spec)) }));
    if (await this.#ready()) this.place.dispatchEvent(new CustomEvent("render-form"));
    else this.#swapped();
  }

  /** Whether htmx is here and knows this place; without it, while the server is away, what is shown stays. */
  async #ready() {
    try {
      await fetchScript(this.place.ownerDocument, HTMX);
    } catch {
      return false;
    }
    /** @type {any} */ (globalThis).htmx.process(this.place);
    return true;
  }

  /** A form has come, or none, where the server failed: then what was shown stays, and says what is true. */
  #swapped() {
    const [asked, chosen] = [this.#asked, this.#chosen];
    this.#chosen = false;
    fillTracks(this.place);
    const came = asked !== null && fits(this.place, asked);
    if (chosen && came) this.#say();
    else if (this.#spec && (came || fits(this.place, this.#spec))) this.show(this.#spec);
  }

  #say() {
    const spec = readForm(this.place);
    if (spec) this.change(spec);
    else /** @type {HTMLInputElement | null} */ (this.place.querySelector(":invalid"))?.reportValidity();
  }

  /** @param {EventTarget | null} target */
  #changed(target) {
    if (!(target instanceof HTMLElement)) return;
    if (target.dataset.kindChoice !== undefined) {
      const spec = readForm(this.place);
      if (!spec) return;
      this.#chosen = true;
      this.#ask(spec);
    } else if (this.#leavesOne(target)) this.#say();
  }

  /** The last chip of features stays on: a network must see something. @param {HTMLElement} target */
  #leavesOne(target) {
    const group = target.closest('[data-path="features"]');
    if (!(target instanceof HTMLInputElement) || !group || group.querySelector(":checked")) return true;
    target.checked = true;
    return false;
  }

  /** @param {EventTarget | null} target */
  #slide(target) {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.dataset.track === undefined) return void fillTracks(this.place);
    const position = Number(target.value);
    numberOf(this.place, target).value = String(target.dataset.scale === "log" ? fromLogarithm(position) : position);
    paint(target);
  }

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const button = target instanceof Element ? target.closest("[data-draw]") : null;
    if (!(button instanceof HTMLElement) || this.draw(button)) return;
    const input = /** @type {HTMLInputElement} */ (this.place.querySelector(`#${CSS.escape(button.dataset.draw ?? "")}`));
    input.value = String(1 + Math.floor(Math.random() * 9999));
    this.#say();
  }

  /** Arrow keys on a number with a logarithmic track go from figure to figure: 0.01, 0.02, 0.03. @param {KeyboardEvent} event */
  #stepped(event) {
    const input = event.target;
    const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (!way || !(input instanceof HTMLInputElement) || input.type !== "number") return;
    const track = this.place.querySelector(`[data-track="${CSS.escape(input.id)}"]`);
    if (!(track instanceof HTMLInputElement) || track.step !== "any") return;
    event.preventDefault();
    const value = track.dataset.scale === "log" ? nextFigure(Number(input.value), way) : Number(input.value) + way * 0.1;
    input.value = String(value);
    fillTracks(this.place);
    this.#say();
  }
}
