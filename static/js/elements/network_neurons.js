// @ts-check
/**
 * A real button over every drawn neuron. One of them is in the tab order; arrow keys go to its neighbours, Enter
 * selects, `w` goes through the weights that lead into it, `b` to its bias, and Escape lets go.
 */

import { attribute, h } from "../lib/html.js";
import { formatNumber } from "../lib/number.js";
import { sameTarget } from "../store/reduce.js";
import { neuron, numbersInto } from "../store/targets.js";
import { neuronName } from "./names.js";

/** @typedef {import("../views/geometry.js").Geometry} Geometry */
/** @typedef {{button: HTMLButtonElement, layer: number, unit: number, name: string, place: number, column: number}} Seat */

const SMALLEST_TARGET = 24; // px that a finger can still hit
const SAY_EVERY = 500; // ms between two labels of the neuron in focus: a screen reader reads no faster

export class Neurons {
  /** @param {import("./island.js").IslandElement} host @param {import("../lib/text.js").Text} text */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.element = h("div", { class: "nn-neurons", role: "group", "aria-label": text("island.network"), "aria-description": text("island.network_keys") });
    /** @type {Seat[]} */
    this.seats = [];
    this.said = 0;
    this.key = "";
    /** @type {Geometry | null} */
    this.geometry = null;
    this.element.addEventListener("keydown", (event) => this.#press(event));
    this.element.addEventListener("focusin", (event) => this.#focus(event));
    this.element.addEventListener("focusout", () => host.store.dispatch({ type: "hover", target: null }));
    this.element.addEventListener("click", (event) => this.#click(event));
  }

  /** @param {Geometry} geometry */
  show(geometry) {
    this.geometry = geometry;
    const key = JSON.stringify(geometry.columns.map(({ layer, slots, more, names }) => [layer, slots.map(({ unit }) => unit), more?.hidden, names]));
    if (key !== this.key) this.#build(geometry);
    this.key = key;
    for (const seat of this.seats) {
      const column = geometry.columns[seat.column];
      const slot = column.slots[seat.place];
      const { style } = seat.button;
      const size = Math.max(SMALLEST_TARGET, column.tile);
      style.left = `${slot.x - size / 2}px`;
      style.top = `${slot.y - size / 2}px`;
      style.width = style.height = `${size}px`;
    }
    this.#showMore(geometry);
  }

  /** @param {Geometry} geometry */
  #build(geometry) {
    const before = this.seats.find(({ button }) => button === document.activeElement);
    this.seats = geometry.columns.flatMap((column) =>
      column.slots.map(({ unit }, place) => {
        const name = neuronName(this.text, column, unit);
        const button = h("button", { type: "button", class: "nn-neuron", tabindex: "-1", "aria-label": name });
        return { button, layer: column.layer, unit, name, place, column: column.index };
      }));
    this.element.replaceChildren(...this.seats.map(({ button }) => button));
    const again = before && this.seats.find(({ layer, unit }) => layer === before.layer && unit === before.unit);
    const first = again ?? this.seats[0];
    if (first) first.button.tabIndex = 0;
    if (again) again.button.focus({ preventScroll: true });
  }

  /** The places of those left out: a press shows one of them by its number. @param {Geometry} geometry */
  #showMore(geometry) {
    for (const old of [...this.element.children]) if (old.classList.contains("nn-more")) old.remove();
    for (const { layer, more, x, units } of geometry.columns) {
      if (!more) continue;
      const label = this.text("island.hidden_units", { count: more.hidden });
      const field = h("input", {
        type: "text", inputmode: "numeric", placeholder: `… ${label}`, "aria-label": `${label}. ${this.text("island.show_unit")}`, title: this.text("island.show_unit"),
      });
      field.addEventListener("change", () => {
        const unit = Number(field.value) - 1;
        if (Number.isInteger(unit) && unit >= 0 && unit < units) this.host.store.dispatch({ type: "pin", layer, unit });
      });
      const box = h("div", { class: "nn-more" }, field);
      box.style.left = `${x}px`;
      box.style.width = `${Math.min(geometry.pitch - 8, 116, 2 * (geometry.width - x))}px`;
      box.style.top = `${more.y}px`;
      this.element.append(box);
    }
  }

  /** The value of the neuron in focus, now and then; of all of them while nothing trains. @param {import("../protocol/frame.js").Frame | null} frame */
  say(frame) {
    const now = performance.now();
    if (now - this.said < SAY_EVERY && this.host.state.playing) return;
    this.said = now;
    for (const seat of this.seats) {
      if (this.host.state.playing && seat.button !== document.activeElement) continue;
      const image = this.geometry?.columns[seat.column].image;
      const value = image ? null : frame?.value(seat.layer < 0 ? "probe/inputs" : `probe/layers/${seat.layer}/a`, seat.unit);
      attribute(seat.button, "aria-label", image ? seat.name : `${seat.name}: ${formatNumber(value)}`);
    }
  }

  /** @param {EventTarget | null} target */
  #seat(target) {
    return this.seats.find(({ button }) => button === target);
  }

  /** @param {FocusEvent} event */
  #focus(event) {
    const seat = this.#seat(event.target);
    if (!seat) return;
    for (const { button } of this.seats) button.tabIndex = button === seat.button ? 0 : -1;
    this.host.store.dispatch({ type: "hover", target: neuron(seat.layer, seat.unit) });
  }

  /** A press of Enter; a pointer's click is dealt with by place, where weights are hit too. @param {MouseEvent} event */
  #click(event) {
    const seat = this.#seat(event.target);
    if (!seat || event.detail !== 0) return;
    const { hover } = this.host.state;
    this.host.store.dispatch({ type: "select", target: hover?.kind === "parameter" ? hover : neuron(seat.layer, seat.unit) });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const seat = this.#seat(event.target);
    if (!seat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowUp") this.#go(seat.column, seat.place - 1);
    else if (event.key === "ArrowDown") this.#go(seat.column, seat.place + 1);
    else if (event.key === "ArrowLeft") this.#go(seat.column - 1, null, seat);
    else if (event.key === "ArrowRight") this.#go(seat.column + 1, null, seat);
    else if (event.key === "Home") this.#go(seat.column, 0);
    else if (event.key === "End") this.#go(seat.column, Infinity);
    else if (event.key.toLowerCase() === "w") this.#cycle(seat, event.shiftKey ? -1 : 1);
    else if (event.key === "b") this.#cycle(seat, 0);
    else if (event.key === "Escape") this.host.store.dispatch({ type: "select", target: null });
    else return;
    event.preventDefault();
  }

  /** @param {number} column @param {number | null} place null: the one nearest in height @param {Seat} [from] */
  #go(column, place, from) {
    const there = this.seats.filter((seat) => seat.column === column);
    if (there.length === 0 || !this.geometry) return;
    const height = (/** @type {Seat} */ seat) => /** @type {Geometry} */ (this.geometry).columns[seat.column].slots[seat.place].y;
    const next = place === null && from
      ? there.reduce((best, seat) => (Math.abs(height(seat) - height(from)) < Math.abs(height(best) - height(from)) ? seat : best))
      : there[Math.max(0, Math.min(there.length - 1, place ?? 0))];
    next.button.focus();
  }

  /** To the next number that leads into a neuron; 0 is its bias. @param {Seat} seat @param {number} way */
  #cycle(seat, way) {
    const numbers = numbersInto(this.geometry?.columns ?? [], seat.layer, seat.unit);
    if (numbers.length === 0) return;
    const { hover } = this.host.state;
    const now = numbers.findIndex((number) => sameTarget(number, hover));
    const next = way === 0 ? numbers.length - 1 : now < 0 ? (way > 0 ? 0 : numbers.length - 1) : (now + way + numbers.length) % numbers.length;
    this.host.store.dispatch({ type: "hover", target: numbers[next] });
  }
}
