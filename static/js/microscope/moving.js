// @ts-check
/** What each wish does: whither the cursor goes, at the zoom that holds, and which number of an event is looked at. */

import { explainedAt, goTo, layerOf, ofGradient, ofParameters, otherNumber, pickOf, placeOf, step, stride, zoomAt } from "./place.js";
import { termsOf } from "./formula.js";
import { placeAt, spanOf } from "./spans.js";
import { eventAt } from "./walk.js";
import { strideOf } from "./run.js";
import { ofRun, rung, ZOOMS } from "./zoom.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./place.js").Place} Place */
/** @typedef {import("./asking.js").Asking} Asking */
/** @typedef {import("./flight.js").Flight} Flight */
/** @typedef {import("./microscope.js").MicroscopeElement} MicroscopeElement */

export class Moving {
  /** @param {MicroscopeElement} host @param {Asking} asking @param {Flight} flight */
  constructor(host, asking, flight) {
    this.host = host;
    this.asking = asking;
    this.flight = flight;
  }

  /** The walk as it will be when the session has followed. @returns {Walk | null} */
  get ahead() {
    const { walk } = this.host;
    return walk && { ...walk, ...this.asking.place(walk), step: this.asking.stepOf(walk) };
  }

  /** Whether the wish was one of moving. @param {string} wish */
  do(wish) {
    const { ahead } = this;
    if (!ahead) return false;
    if (ofRun(zoomAt(ahead.zoom, null)) && this.#doInRun(wish, ahead)) return true;
    if (wish === "on") this.#step(ahead, 1);
    else if (wish === "back") this.#step(ahead, -1);
    else if (wish === "layer_on") this.arrive(stride(ahead, 1, "layer"));
    else if (wish === "layer_back") this.arrive(stride(ahead, -1, "layer"));
    else if (wish === "phase_on") this.arrive(stride(ahead, 1, "phase"));
    else if (wish === "begin") this.go(0);
    else if (wish === "end") this.go(ahead.events.length);
    else if (wish === "number_before") this.#choose(-1);
    else if (wish === "number_after") this.#choose(1);
    else if (wish === "closer") this.zoom(rung(zoomAt(ahead.zoom, eventAt(ahead)), 1));
    else if (wish === "farther") this.zoom(rung(zoomAt(ahead.zoom, eventAt(ahead)), -1));
    else return false;
    return true;
  }

  /** What the same wishes mean where one goes through the run. @param {string} wish @param {Walk} ahead */
  #doInRun(wish, ahead) {
    if (wish === "layer_on" || wish === "phase_on") this.#through("epoch", ahead, 1);
    else if (wish === "layer_back") this.#through("epoch", ahead, -1);
    else if (wish === "begin") this.walk(0);
    else if (wish === "end") this.walk(this.host.state.head);
    else return false;
    return true;
  }

  /** The next place; false at the end. */
  next() {
    const { ahead } = this;
    return ahead !== null && this.#step(ahead, 1);
  }

  /** To a place on the timeline. @param {number} cursor */
  go(cursor) {
    const { ahead } = this;
    if (ahead) this.arrive(goTo(ahead, cursor));
  }

  /** How many terms the formula has that is looked at, as far as that is known. @param {Walk} walk */
  terms(walk) {
    const explained = explainedAt(walk, this.host.columns);
    return explained ? termsOf(explained.expression).length : 1;
  }

  /** Whether there was somewhere to go. @param {Walk} walk @param {1 | -1} way */
  #step(walk, way) {
    const zoom = zoomAt(walk.zoom, eventAt(walk));
    if (ofRun(zoom)) return this.#through(zoom, walk, way);
    const place = step(walk, way, this.terms(walk));
    const [here, there] = [placeOf(walk), place].map(({ cursor, pick, term, column }) => JSON.stringify([cursor, pick, String(term), column]));
    if (here === there) return this.#across(walk, way);
    this.arrive(place);
    return true;
  }

  /** Over the edge of a step: back to the end of the one before; on only where the run has already been. @param {Walk} walk @param {1 | -1} way */
  #across(walk, way) {
    const past = way > 0 ? walk.cursor === walk.events.length && walk.step < this.host.state.head : walk.cursor === 0 && walk.step > 0;
    if (past) this.walk(walk.step + way, way < 0);
    if (past && way > 0) this.flight.to([0, 0]);
    return past;
  }

  /** @param {import("./zoom.js").Zoom} zoom @param {Walk} walk @param {1 | -1} way */
  #through(zoom, walk, way) {
    const to = strideOf(zoom, { ...walk, before: /** @type {Walk} */ (this.host.walk).step }, this.host.state.head, way);
    if (to === walk.step) return false;
    this.walk(to);
    this.flight.to([0, 0]);
    return true;
  }

  /** To another step of the run. @param {number} step @param {boolean} [atEnd] */
  walk(step, atEnd = false) {
    this.asking.walk(step, atEnd);
    this.host.redraw();
  }

  /** @param {Place} place */
  arrive(place) {
    this.stand(place);
    const { walk } = this.host;
    if (walk) this.flight.to(spanOf(walk, place, this.terms({ ...walk, ...place })));
    this.host.redraw();
  }

  /** Where the pointer is on the timeline: also within an event. @param {number} position */
  scrub(position) {
    const { ahead } = this;
    if (!ahead) return;
    const { cursor, unit } = placeAt(ahead, position);
    const place = { ...goTo(ahead, cursor), column: ahead.column };
    if (cursor > 0) place.pick = { ...place.pick, unit: Math.max(place.pick.unit, unit) };
    if (cursor !== ahead.cursor || place.pick.unit !== ahead.pick.unit) {
      this.stand(place);
      this.host.redraw();
    }
    this.flight.at(position, spanOf(ahead, place));
  }

  /** There is a card on an event: one stands before it, and nothing travels or plays. @param {number} event */
  held(event) {
    this.asking.hold();
    this.flight.at(event, [event, event]);
  }

  /** What was predicted comes to be seen. */
  reveal() {
    const { walk } = this.host;
    if (walk) this.flight.to(spanOf(walk, placeOf(walk), this.terms(walk)));
  }

  /** Stands there, without anything that travels. @param {Place} place */
  stand({ cursor, pick, term, column }) {
    const { walk } = this.host;
    if (!walk) return;
    this.asking.go(walk, { cursor, column });
    this.host.store.dispatch({ type: "pick", pick, term });
  }

  /** @param {string} zoom */
  zoom(zoom) {
    if (ZOOMS.includes(/** @type {import("./zoom.js").Zoom} */ (zoom))) this.host.store.dispatch({ type: "zoom", zoom });
  }

  /** @param {1 | -1} way */
  #choose(way) {
    const { walk, columns, store } = this.host;
    if (walk) store.dispatch({ type: "pick", pick: otherNumber(walk, way, columns) });
  }

  /** Another sample of the batch. @param {number} column */
  see(column) {
    const { walk } = this.host;
    if (walk && Number.isInteger(column) && column >= 0 && column < walk.samples.length) this.asking.go(walk, { column });
    this.host.redraw();
  }

  /** What is selected on the graph is what is looked at. @param {import("../store/state.js").Target | null} selection */
  follow(selection) {
    const { walk, store } = this.host;
    if (!walk) return;
    this.host.redraw();
    if (!selection) return;
    if (selection.kind === "parameter") return store.dispatch({ type: "pick", pick: pickOf(selection) });
    const event = eventAt(walk);
    const same = !event || ofParameters(event) || layerOf(event) === selection.layer || (ofGradient(event) && event.layer === selection.layer);
    if (same) store.dispatch({ type: "pick", pick: { layer: selection.layer, unit: selection.unit } });
  }
}
