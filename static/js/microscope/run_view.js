// @ts-check
/** The drawer while one goes through the run: the run itself and, with a moment pinned, what is different here. */

import { h } from "../lib/html.js";
import { Paced } from "../lib/paced.js";
import { ComparePanel } from "./compare_panel.js";
import { RunPanel } from "./run_panel.js";

/** @typedef {import("./microscope.js").MicroscopeElement} MicroscopeElement */
/** @typedef {import("./walk.js").Walk} Walk */

const PAUSE = 120; // ms between two questions about the same

export class RunView {
  /** @type {number | null} */
  #layer = null;
  #told = "";
  #compared = "";

  /** @param {MicroscopeElement} host @param {(step: number) => void} walk to another step of the run */
  constructor(host, walk) {
    const send = (/** @type {{type: string, [field: string]: unknown}} */ command) => host.command(command);
    this.host = host;
    this.run = new RunPanel(host.texts, { walk, send });
    this.compare = new ComparePanel(host.texts, {
      walk, send,
      layer: (layer) => this.#choose(layer),
      select: (target) => host.store.dispatch({ type: "select", target }),
      hover: (target) => host.store.dispatch({ type: "hover", target }),
    });
    this.element = h("div", { class: "ms-run-view", hidden: true }, this.run.element, this.compare.element);
    this.reading = new Paced(PAUSE, () => host.walk && send({ type: "read_timeline" }));
    this.comparing = new Paced(PAUSE, () => host.walk && host.state.moment && send({ type: "compare_moment", layer: this.#layer }));
  }

  /** @param {number | null} layer whose parameters are compared; null: of all */
  #choose(layer) {
    this.#layer = layer;
    this.comparing.ask();
  }

  /** @param {Walk} ahead @param {boolean} exact */
  show(ahead, exact) {
    const { host } = this;
    const { state } = host;
    const told = `${state.head} ${state.trunk} ${state.generation}`;
    if (told !== this.#told) this.reading.ask();
    this.#told = told;
    const { moment } = state;
    this.element.classList.toggle("comparing", moment !== null);
    this.compare.element.hidden = moment === null;
    const compared = `${state.step} ${state.generation} ${JSON.stringify(moment)}`;
    if (moment && compared !== this.#compared) this.comparing.ask();
    this.#compared = compared;
    this.run.show(state, ahead);
    this.compare.show(state, ahead.step, host.columns, exact);
  }

  stop() {
    for (const part of [this.reading, this.comparing, this.run, this.compare]) part.stop();
  }
}
