// @ts-check
/** `<nn-microscope>`: the drawer in which one training step is walked, event by event, with every number explained. */

import { IslandElement } from "../elements/island.js";
import { namedColumns } from "../elements/names.js";
import { h, write } from "../lib/html.js";
import { Asking } from "./asking.js";
import { Controls } from "./controls.js";
import { Drawer } from "./drawer.js";
import { Flight } from "./flight.js";
import { FormulaPanel } from "./formula_panel.js";
import { answers, wishOf } from "./keys.js";
import { Ladder } from "./ladder.js";
import { Moving } from "./moving.js";
import { explainedAt, numberAt, zoomAt } from "./place.js";
import { QuizCard } from "./quiz.js";
import { isOpen } from "./quiz_state.js";
import { RunView } from "./run_view.js";
import { SidePanel } from "./side_panel.js";
import { TableView } from "./table_view.js";
import { Timeline } from "./timeline.js";
import { eventAt } from "./walk.js";
import { narration, placeWords } from "./words.js";
import { ofRun } from "./zoom.js";

/** @typedef {import("./walk.js").Walk} Walk */

const REST = 1000; // ms that the cursor stands still before the gradients are checked
const ONWARD = new Set(["on", "layer_on", "phase_on", "end", "play"]); // what no card lets pass

class MicroscopeElement extends IslandElement {
  #exact = false;
  #whole = false;
  #resting = 0;
  #said = "";
  #step = -1;
  /** @type {unknown} the numbers that were last sent */
  #layers = null;
  /** @type {unknown} the card whose event was seen to be revealed */
  #card = null;

  mount() {
    const text = this.texts;
    this.asking = new Asking((command) => this.command(command));
    /** @type {Flight} */
    this.flight = new Flight({
      position: () => this.state.position,
      fly: (position) => this.store.dispatch({ type: "fly", position }),
      next: () => this.moving?.next() ?? false,
      speed: () => Number(this.controls?.speed.value ?? 1),
      rest: () => this.redraw(),
    });
    /** @type {Moving} */
    this.moving = new Moving(this, this.asking, this.flight);
    this.controls = new Controls(text, (wish) => this.#do(wish), (column) => this.moving?.see(column), () => this.#culprit());
    this.quiz = new QuizCard(text, {
      answer: (event, answer) => this.command({ type: "answer_question", event, answer }),
      hint: (event) => this.command({ type: "hint_question", event }),
      skip: (event) => this.command({ type: "skip_question", event }),
      next: () => this.#next(),
      rest: () => this.timeline?.slider.focus({ preventScroll: true }),
      toggle: () => this.#do("predict"),
    });
    this.controls.digits.before(this.quiz.toggle);
    this.ladder = new Ladder(text, (zoom) => this.moving?.zoom(zoom));
    this.timeline = new Timeline(text, {
      go: (cursor) => this.#goTo(cursor), scrub: (position) => this.moving?.scrub(position),
    });
    this.formula = new FormulaPanel(text, {
      hover: (target) => this.store.dispatch({ type: "hover", target }),
      select: (target) => this.store.dispatch({ type: "select", target }),
      unfold: () => this.#unfold(),
    });
    this.side = new SidePanel(text, {
      column: (column) => this.moving?.see(column),
      select: (target) => this.store.dispatch({ type: "select", target }),
      send: (command) => this.command(command),
    });
    this.table = new TableView(text, () => this.store.dispatch({ type: "hide_table" }));
    this.live = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    this.run = new RunView(this, (step) => this.#walkTo(step));
    this.step = h("div", { class: "ms-step" }, this.timeline.element,
      h("div", { class: "ms-body" }, h("div", { class: "ms-main" }, this.quiz.element, this.formula.element), this.side.element));
    const panel = h("section", { class: "ms-panel", "aria-label": text("microscope.title") },
      this.controls.element, this.ladder.element, this.step, this.run.element, this.table.element, this.live);
    this.drawer = new Drawer(this, panel, this.timeline.slider);
    this.#listen();
    this.watch((state) => state.walk, (walk) => this.#show(walk));
    this.watch((state) => state.position, (position) => this.timeline?.fly(position));
    this.watch((state) => state.hover, (hover) => this.formula?.light(hover));
    this.watch((state) => state.selection, (selection) => this.moving?.follow(selection));
    this.watch((state) => state.playing, (playing) => playing && this.drawer?.giveWay());
    for (const part of /** @type {const} */ (["head", "trunk", "timeline", "moment", "compared"])) this.watch((state) => state[part], () => this.#showRun());
  }

  #listen() {
    const document = this.ownerDocument;
    const keys = (/** @type {KeyboardEvent} */ event) => this.#press(event);
    const early = (/** @type {KeyboardEvent} */ event) => event.key === " " && this.#press(event);
    document.addEventListener("keydown", early, { capture: true }); // before the bar takes the space bar for training
    this.until(() => document.removeEventListener("keydown", early, { capture: true }));
    this.listen(document, "keydown", keys);
    this.listen(document, "chalknet:microscope", () => this.#do(this.walk ? "close" : "open"));
    this.until(() => {
      this.timeline?.resize.disconnect();
      this.flight?.hold();
      this.drawer?.stop();
      this.run?.stop();
      clearTimeout(this.#resting);
    });
  }

  /** The walk as the session has it. */
  get walk() {
    return this.state.walk;
  }

  get columns() {
    return namedColumns(this.texts, this.state);
  }

  // showing

  /** @param {Walk | null} walk */
  #show(walk) {
    const { drawer, asking } = this;
    if (!drawer || !asking) return;
    if (!walk) {
      this.flight?.hold();
      asking.forget();
      this.table?.show(null);
      clearTimeout(this.#resting);
      return drawer.gone();
    }
    if (!drawer.show(walk)) return;
    const { card } = walk.quiz;
    if (card && isOpen(walk.quiz) && asking.place(walk).cursor > card.event) this.moving?.held(card.event);
    if (walk.layers !== this.#layers) this.#moved(walk, asking);
    asking.explain(walk, this.columns, this.#unfolded(walk));
    this.#draw(walk);
  }

  /** The session has followed. @param {Walk} walk @param {Asking} asking */
  #moved(walk, asking) {
    this.#layers = walk.layers;
    asking.moved(walk);
    if (walk.step !== this.#step) this.flight?.land(walk.cursor);
    this.#step = walk.step;
    const { card, settled } = walk.quiz;
    if (settled && this.#card !== card) this.moving?.reveal();
    this.#card = settled ? card : null;
  }

  /** Whether all terms are to be there: one who goes from term to term meets each. @param {Walk} walk */
  #unfolded(walk) {
    return this.#whole || zoomAt(walk.zoom, eventAt(walk)) === "term";
  }

  /** @param {Walk} walk */
  #draw(walk) {
    const { asking, controls, ladder, timeline, formula, side, columns } = this;
    if (!asking || !controls || !ladder || !timeline || !formula || !side) return;
    const wish = asking.place(walk);
    const ahead = { ...walk, ...wish, step: asking.stepOf(walk) };
    this.#turnTo(ofRun(zoomAt(walk.zoom, null)));
    this.#showRun();
    const words = placeWords(this.texts, ahead, columns);
    controls.show(walk, wish, { playing: this.flight?.playing ?? false, exact: this.#exact });
    ladder.show(this.state, ahead, columns, this.moving?.terms(ahead) ?? 1);
    timeline.show(walk, wish.cursor, words);
    formula.stand(words, eventAt(ahead)?.phase ?? "");
    const event = eventAt(walk);
    const number = numberAt(event, walk.pick, walk.column, columns);
    const explained = explainedAt(walk, columns);
    if (explained) formula.show(explained, { exact: this.#exact, column: walk.column, whole: this.#unfolded(walk) }, this.state.hover);
    else if (!event) formula.say(this.texts("microscope.ready", { count: walk.samples.length }));
    else if (!number) formula.say(this.texts(`microscope.silent.${event.quantity}`));
    formula.stop(explained && zoomAt(walk.zoom, event) === "term" ? walk.term : null, this.#exact);
    this.quiz?.show(walk);
    formula.element.hidden = isOpen(walk.quiz);
    side.show(this.state, explained, this.#exact);
    this.table?.show(walk);
    const settled = wish.cursor === walk.cursor && (explained !== undefined || number === null);
    const said = this.quiz?.said || (settled ? narration(this.texts, walk, columns, explained?.value) : this.#said);
    if (said !== this.#said) this.#rest();
    this.#said = said;
    if (this.live) write(this.live, said);
  }

  /** The step, or the run in its place: the focus goes along. @param {boolean} run */
  #turnTo(run) {
    const { step, run: view, ownerDocument } = this;
    if (!step || !view || step.hidden === run) return;
    const inside = (run ? step : view.element).contains(ownerDocument.activeElement);
    step.hidden = run;
    view.element.hidden = !run;
    if (inside) (run ? view.run.slider : this.timeline?.slider)?.focus({ preventScroll: true });
  }

  #showRun() {
    const { walk, asking, run } = this;
    if (walk && asking && run && !run.element.hidden) run.show({ ...walk, step: asking.stepOf(walk) }, this.#exact);
  }

  redraw() {
    if (this.walk) this.#show(this.walk);
  }

  // what is wished

  /** @param {string} wish */
  #do(wish) {
    if (wish === "open") return this.drawer?.open();
    if (!this.walk) return;
    if (wish === "predict") return this.command({ type: "predict", on: !this.walk.quiz.on });
    if (isOpen(this.walk.quiz) && ONWARD.has(wish)) return this.quiz?.focus();
    if (wish === "play") return this.#turn();
    this.#hold();
    this.#whole = false;
    if (this.moving?.do(wish)) return;
    switch (wish) {
      case "finish": return this.command({ type: "finish_walk" });
      case "edit": return this.side?.edit();
      case "table": return this.command({ type: "tabulate_walk", layer: this.#layer(this.walk) });
      case "digits":
        this.#exact = !this.#exact;
        return this.redraw();
      case "close":
        clearTimeout(this.#resting);
        return this.drawer?.close();
    }
  }

  /** From a card that is settled to the next event. */
  #next() {
    this.timeline?.slider.focus({ preventScroll: true });
    if (this.walk) this.#goTo(this.walk.cursor + 1);
  }

  /** @param {number} cursor */
  #goTo(cursor) {
    this.#hold();
    this.#whole = false;
    this.moving?.go(cursor);
  }

  /** @param {number} step of the run */
  #walkTo(step) {
    this.#hold();
    this.moving?.walk(step);
  }

  #turn() {
    if (this.flight?.playing) return this.flight.hold();
    this.flight?.play();
    this.redraw();
  }

  /** What plays is held; what merely travels goes on to where it was going. */
  #hold() {
    if (this.flight?.playing) this.flight.hold();
  }

  #unfold() {
    this.#whole = !this.#whole;
    this.redraw();
  }

  /** The layer that a table is of. @param {Walk} walk */
  #layer(walk) {
    const event = eventAt(walk);
    return Math.max(0, (event && event.layer) ?? walk.pick.layer);
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

  /** @param {KeyboardEvent} event */
  #press(event) {
    const wish = wishOf(event, this.walk !== null);
    if (!wish && answers(event) && this.quiz?.choose(Number(event.key))) return event.preventDefault();
    if (!wish) return;
    event.preventDefault();
    this.#do(wish);
  }
}

customElements.define("nn-microscope", MicroscopeElement);
export { MicroscopeElement };
