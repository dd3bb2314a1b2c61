// @ts-check
/** `<nn-microscope>`: the drawer in which one training step is walked, event by event, with every number explained. */

import { IslandElement } from "../elements/island.js";
import { namedColumns } from "../elements/names.js";
import { h, write } from "../lib/html.js";
import { Asking } from "./asking.js";
import { Controls } from "./controls.js";
import { FormulaPanel } from "./formula_panel.js";
import { wishOf } from "./keys.js";
import { eventAt, goTo, layerOf, numberAt, ofGradient, ofParameters, otherNumber, pickOf, step, stride } from "./place.js";
import { SidePanel } from "./side_panel.js";
import { TableView } from "./table_view.js";
import { Timeline } from "./timeline.js";
import { keyOf } from "./walk.js";
import { narration, placeWords } from "./words.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./place.js").Place} Place */

const LAYER = 800; // ms that one stays at a place while it plays
const REST = 1000; // ms that the cursor stands still before the gradients are checked
const NARROW = "(max-width: 999px)"; // there the drawer is a sheet, and the network lies at the top of the page
const REOPEN = 200; // ms after which a walk that an edit has closed is opened anew

class MicroscopeElement extends IslandElement {
  #exact = false;
  #whole = false;
  /** Whether somebody wants the drawer open, though an edit may have closed the walk. */
  #wanted = false;
  /** Whether the session was asked to close: another question would open the microscope again. */
  #closing = false;
  #playing = 0;
  #resting = 0;
  #reopening = 0;
  #said = "";
  /** @type {unknown} the numbers that were last sent */
  #layers = null;
  /** @type {number | null} the sample that was followed before the drawer opened */
  #probe = null;
  /** @type {HTMLElement | null} what had the focus before the drawer opened */
  #former = null;

  mount() {
    const text = this.texts;
    this.asking = new Asking((command) => this.command(command));
    this.controls = new Controls(text, (wish) => this.#do(wish), (column) => this.#see(column), () => this.#culprit());
    this.timeline = new Timeline(text, (cursor) => this.walk && this.#arrive(goTo(this.walk, cursor)));
    this.formula = new FormulaPanel(text, {
      hover: (target) => this.store.dispatch({ type: "hover", target }),
      select: (target) => this.store.dispatch({ type: "select", target }),
      unfold: () => this.#unfold(),
    });
    this.side = new SidePanel(text, { column: (column) => this.#see(column), restore: () => this.#restore() });
    this.table = new TableView(text, () => this.store.dispatch({ type: "hide_table" }));
    this.live = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    this.panel = h("section", { class: "ms-panel", "aria-label": text("microscope.title") },
      this.controls.element, this.timeline.element, h("div", { class: "ms-body" }, this.formula.element, this.side.element), this.table.element, this.live);
    this.controls.speed.addEventListener("change", () => this.#playing && this.#play());

    const document = this.ownerDocument;
    const keys = (/** @type {KeyboardEvent} */ event) => this.#press(event);
    const early = (/** @type {KeyboardEvent} */ event) => event.key === " " && this.#press(event);
    document.addEventListener("keydown", early, { capture: true }); // before the bar takes the space bar for training
    document.addEventListener("keydown", keys);
    const opening = () => this.#do(this.walk ? "close" : "open");
    document.addEventListener("chalknet:microscope", opening);
    this.until(() => {
      document.removeEventListener("keydown", early, { capture: true });
      document.removeEventListener("keydown", keys);
      document.removeEventListener("chalknet:microscope", opening);
      this.timeline?.resize.disconnect();
      for (const timer of [this.#playing, this.#resting, this.#reopening]) clearTimeout(timer);
    });
    this.watch((state) => state.walk, (walk) => this.#show(walk));
    this.watch((state) => state.hover, (hover) => this.formula?.light(hover));
    this.watch((state) => state.selection, (selection) => this.#follow(selection));
    this.watch((state) => state.playing, (playing) => playing && this.#forget());
  }

  /** The walk as the session has it. */
  get walk() {
    return this.state.walk;
  }

  /** The walk as it will be when the session has followed. @returns {Walk | null} */
  get ahead() {
    return this.walk && this.asking ? { ...this.walk, ...this.asking.place(this.walk) } : null;
  }

  get columns() {
    return namedColumns(this.texts, this.state);
  }

  // showing

  /** @param {Walk | null} walk */
  #show(walk) {
    const { panel, asking } = this;
    if (!panel || !asking) return;
    if (!walk) {
      this.#closing = false;
      this.#pause();
      asking.forget();
      this.table?.show(null);
      if (this.#wanted) this.#reopening = /** @type {any} */ (setTimeout(() => this.#reopen(), REOPEN));
      else this.#shut();
      return;
    }
    clearTimeout(this.#reopening);
    if (this.#closing) return;
    this.#wanted = true;
    if (!panel.isConnected) {
      const { activeElement } = this.ownerDocument;
      this.#former = activeElement instanceof HTMLElement ? activeElement : null;
      this.append(panel);
      this.toggleAttribute("open", true);
      this.timeline?.slider.focus({ preventScroll: true });
      if (matchMedia(NARROW).matches) this.ownerDocument.defaultView?.scrollTo(0, 0);
    }
    if (walk.layers !== this.#layers) asking.moved(walk);
    this.#layers = walk.layers;
    this.#lookAt(walk.samples[walk.column]);
    asking.explain(walk, this.columns, this.#whole);
    this.#draw(walk);
  }

  /** The sample that is followed through the network, on the graph and beside it. @param {number} sample */
  #lookAt(sample) {
    const { probe } = this.state.look;
    this.#probe ??= probe;
    if (probe !== sample) this.store.dispatch({ type: "look", look: { probe: sample } });
  }

  /** @param {Walk} walk */
  #draw(walk) {
    const { asking, controls, timeline, formula, side } = this;
    if (!asking || !controls || !timeline || !formula || !side) return;
    const wish = asking.place(walk);
    const words = placeWords(this.texts, { ...walk, ...wish }, this.columns);
    controls.show(walk, wish, { playing: this.#playing > 0, exact: this.#exact });
    timeline.show(walk, wish.cursor, words);
    formula.stand(words, eventAt({ ...walk, ...wish })?.phase ?? "");
    const event = eventAt(walk);
    const number = numberAt(event, walk.pick, walk.column, this.columns);
    const explained = number ? walk.explained[keyOf({ event: walk.cursor - 1, ...number })] : undefined;
    if (explained) formula.show(explained, { exact: this.#exact, column: walk.column, whole: this.#whole }, this.state.hover);
    else if (!event) formula.say(this.texts("microscope.ready", { count: walk.samples.length }));
    else if (!number) formula.say(this.texts(`microscope.silent.${event.quantity}`));
    side.show(this.state, explained, this.#exact);
    this.table?.show(walk);
    const settled = wish.cursor === walk.cursor && (explained !== undefined || number === null);
    const said = settled ? narration(this.texts, walk, this.columns, explained?.value) : this.#said;
    if (said !== this.#said) this.#rest();
    this.#said = said;
    if (this.live) write(this.live, said);
  }

  #redraw() {
    if (this.walk) this.#show(this.walk);
  }

  // moving

  /** @param {Place} place */
  #arrive({ cursor, pick }) {
    const { walk, asking } = this;
    if (!walk || !asking) return;
    this.#whole = false;
    asking.go(walk, { cursor });
    this.store.dispatch({ type: "pick", pick });
    this.#redraw();
  }

  /** @param {string} wish */
  #do(wish) {
    const { ahead } = this;
    if (wish === "open") return this.#open();
    if (!ahead) return;
    if (wish !== "play") this.#pause();
    switch (wish) {
      case "on": return this.#arrive(step(ahead, 1));
      case "back": return this.#arrive(step(ahead, -1));
      case "layer_on": return this.#arrive(stride(ahead, 1, "layer"));
      case "layer_back": return this.#arrive(stride(ahead, -1, "layer"));
      case "phase_on": return this.#arrive(stride(ahead, 1, "phase"));
      case "begin": return this.#arrive(goTo(ahead, 0));
      case "end": return this.#arrive(goTo(ahead, ahead.events.length));
      case "number_before": return this.#choose(-1);
      case "number_after": return this.#choose(1);
      case "closer": case "zoom_neuron": return this.store.dispatch({ type: "zoom", zoom: "neuron" });
      case "farther": case "zoom_layer": return this.store.dispatch({ type: "zoom", zoom: "layer" });
      case "play": return this.#playing ? this.#pause() : this.#play();
      case "finish": return this.command({ type: "finish_walk" });
      case "table": return this.command({ type: "tabulate_walk", layer: this.#layer(ahead) });
      case "digits":
        this.#exact = !this.#exact;
        return this.#redraw();
      case "close":
        this.#wanted = false;
        this.#closing = true;
        clearTimeout(this.#resting);
        return this.command({ type: "close_walk" });
    }
  }

  /** @param {1 | -1} way */
  #choose(way) {
    if (this.walk) this.store.dispatch({ type: "pick", pick: otherNumber(this.walk, way, this.columns) });
  }

  /** The layer that a table is of. @param {Walk} walk */
  #layer(walk) {
    const event = eventAt(walk);
    return Math.max(0, (event && event.layer) ?? walk.pick.layer);
  }

  /** @param {number} column */
  #see(column) {
    const { walk, asking } = this;
    if (!walk || !asking || !Number.isInteger(column) || column < 0 || column >= walk.samples.length) return this.#redraw();
    asking.go(walk, { column });
    this.#redraw();
  }

  /** What is selected on the graph is what is looked at. @param {import("../store/state.js").Target | null} selection */
  #follow(selection) {
    const { walk } = this;
    if (!walk || !selection) return;
    if (selection.kind === "parameter") return this.store.dispatch({ type: "pick", pick: pickOf(selection) });
    const event = eventAt(walk);
    const same = !event || ofParameters(event) || layerOf(event) === selection.layer || (ofGradient(event) && event.layer === selection.layer);
    if (same) this.store.dispatch({ type: "pick", pick: { layer: selection.layer, unit: selection.unit } });
  }

  #play() {
    clearTimeout(this.#playing);
    const speed = Number(this.controls?.speed.value ?? 1);
    this.#playing = /** @type {any} */ (setTimeout(() => {
      const { ahead } = this;
      if (!ahead || ahead.cursor >= ahead.events.length) return this.#pause();
      this.#arrive(step(ahead, 1));
      this.#play();
    }, LAYER / speed));
    this.#redraw();
  }

  #pause() {
    clearTimeout(this.#playing);
    if (!this.#playing) return;
    this.#playing = 0;
    this.#redraw();
  }

  #unfold() {
    this.#whole = !this.#whole;
    this.#redraw();
  }

  /** When the cursor rests, the gradients of the step are checked. */
  #rest() {
    clearTimeout(this.#resting);
    this.#resting = /** @type {any} */ (setTimeout(() => this.walk && this.command({ type: "check_gradients" }), REST));
  }

  /** The parameter with the worst relative error. */
  #culprit() {
    const check = this.walk?.check;
    if (!check) return;
    const [, layer, role] = check.name.split("/");
    const [unit, input] = check.index;
    this.store.dispatch({ type: "select", target: { kind: "parameter", name: check.name, index: check.index, layer: Number(layer), unit, input: role === "weight" ? input : null } });
  }

  /** The parameter that was changed in mid-walk as it was. */
  #restore() {
    const changed = this.walk?.changed;
    if (changed && changed.old !== null) this.command({ type: "set_parameter", name: changed.name, index: changed.index, value: changed.old });
  }

  // opening and closing

  #open() {
    if (this.state.design) this.command({ type: "open_walk" });
  }

  #reopen() {
    if (this.walk || !this.#wanted) return;
    if (this.state.playing) this.#forget();
    else this.#open();
  }

  /** Training goes on: the drawer gives way. */
  #forget() {
    this.#wanted = false;
    if (!this.walk) this.#shut();
  }

  #shut() {
    clearTimeout(this.#resting);
    if (!this.panel?.isConnected) return;
    if (this.#probe !== null && this.#probe < (this.state.data?.samples ?? 0)) this.#lookAt(this.#probe);
    this.#probe = null;
    const inside = this.panel.contains(this.ownerDocument.activeElement);
    this.panel.remove();
    this.toggleAttribute("open", false);
    if (inside) this.#former?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const wish = wishOf(event, this.walk !== null);
    if (!wish) return;
    event.preventDefault();
    this.#do(wish);
  }
}

customElements.define("nn-microscope", MicroscopeElement);
export { MicroscopeElement };
