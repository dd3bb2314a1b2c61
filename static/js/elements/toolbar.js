// @ts-check
/** `<nn-toolbar>`: runs, pauses and steps the training, shows where it is, and takes back what was changed. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { formatCount, formatNumber, formatPercent } from "../lib/number.js";
import { painter } from "../lib/painter.js";
import { IslandElement } from "./island.js";
import { commandOfKey } from "./toolbar_keys.js";

const PACES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000];
const FASTEST = "fastest";

class ToolbarElement extends IslandElement {
  mount() {
    const text = this.texts;
    const button = (/** @type {string} */ sign, /** @type {string} */ code, /** @type {() => void} */ onclick, /** @type {string | null} */ key = null) =>
      h("button", { type: "button", class: `button square nn-${sign}`, "aria-label": text(code), title: text(`${code}_help`), "aria-keyshortcuts": key, onclick }, icon(sign));
    const send = (/** @type {string} */ type) => () => this.command({ type });

    this.play = button("play", "island.play", () => this.#turn(), "Space");
    this.play.classList.add("primary");
    this.play.addEventListener("pointerdown", () => this.state.playing && painter.hold()); // the click is not to wait for a picture
    this.back = button("back", "island.back", () => this.#stepBack(), ",");
    this.undo = button("undo", "island.undo", send("undo"), "Control+Z");
    this.redo = button("redo", "island.redo", send("redo"), "Control+Shift+Z");
    this.pace = h("select", { class: "nn-pace", "aria-label": text("island.pace"), title: text("island.pace_help") },
      ...PACES.map((pace) => h("option", { value: pace }, text("island.pace_steps", { steps: formatCount(pace) }))),
      h("option", { value: FASTEST }, text("island.pace_fastest")));
    this.pace.addEventListener("change", () => this.#setPace());
    this.live = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    this.figures = h("dl", { class: "nn-readings" });
    this.slots = Object.fromEntries(["step", "epoch", "train", "validation", "score"].map((name) => [name, this.#slot(name)]));
    this.replaceChildren(
      h("div", { class: "nn-run", role: "group", "aria-label": text("island.run") },
        button("restart", "island.restart", send("restart")), this.back, this.play,
        button("step", "island.step", send("step"), "."), button("epoch", "island.epoch", send("step_epoch"), "Shift+."), this.#microscope(button), this.pace),
      this.figures,
      h("div", { class: "nn-change", role: "group", "aria-label": text("island.change") },
        this.undo, this.redo, button("dice", "island.reseed", send("reseed")), this.#share(button)),
      this.live);

    const keys = (/** @type {KeyboardEvent} */ event) => this.#press(event);
    this.ownerDocument.addEventListener("keydown", keys);
    this.until(() => this.ownerDocument.removeEventListener("keydown", keys));
    this.watch((state) => state.playing, (playing) => this.#showPlaying(playing));
    this.watch((state) => state.pace, () => this.#showPace());
    this.watch((state) => state.canUndo, (can) => this.#enable(this.undo, can));
    this.watch((state) => state.canRedo, (can) => this.#enable(this.redo, can));
    this.watch((state) => state.step, (step) => {
      this.#enable(this.back, step > 0);
      this.#showFigures();
    });
    this.watch((state) => state.loss, () => this.#showFigures());
    this.watch((state) => state.evaluation, () => this.#showFigures());
  }

  /** @param {string} name */
  #slot(name) {
    const label = h("dt", {}, this.texts(`island.figure.${name}`));
    const figure = h("dd");
    this.figures?.append(h("div", { class: `nn-slot ${name}` }, label, figure));
    return { label, figure };
  }

  /** @param {(sign: string, code: string, onclick: () => void) => HTMLButtonElement} button */
  #share(button) {
    return button("share", "island.share", async () => {
      const { link } = this.state;
      const address = new URL("/", location.href); // whatever page it is on, a design opens in the playground
      address.hash = link;
      try {
        await navigator.clipboard.writeText(address.href);
        this.#say("island.shared");
      } catch {
        this.store.dispatch({ type: "notify", code: "share_by_hand", values: { address: address.href } });
      }
    });
  }

  /** @param {(sign: string, code: string, onclick: () => void, key: string) => HTMLButtonElement} button */
  #microscope(button) {
    const open = button("microscope", "island.microscope", () => this.dispatchEvent(new CustomEvent("chalknet:microscope", { bubbles: true })), "M");
    this.watch((state) => state.walk !== null, (walked) => open.setAttribute("aria-pressed", String(walked)));
    return open;
  }

  #turn() {
    this.command({ type: this.state.playing ? "pause" : "play" });
  }

  #stepBack() {
    if (this.state.step > 0) this.command({ type: "seek", step: this.state.step - 1 });
  }

  #setPace() {
    const value = this.pace?.value;
    this.command({ type: "pace", steps_per_second: value === FASTEST ? null : Number(value) });
  }

  /** @param {HTMLButtonElement | undefined} button @param {boolean} can */
  #enable(button, can) {
    if (button) button.disabled = !can;
  }

  /** @param {boolean} playing */
  #showPlaying(playing) {
    const { play, texts } = this;
    if (!play) return;
    const code = playing ? "island.pause" : "island.play";
    if (play.getAttribute("aria-label") === texts(code)) return;
    play.setAttribute("aria-label", texts(code));
    play.title = texts(`${code}_help`);
    play.replaceChildren(icon(playing ? "pause" : "play"));
    this.#say(playing ? "island.playing" : "island.paused", { step: formatCount(this.state.step) });
  }

  #showPace() {
    const { pace } = this;
    if (!pace) return;
    const wish = this.state.pace === null ? FASTEST : String(this.state.pace);
    if (![...pace.options].some(({ value }) => value === wish)) {
      pace.add(h("option", { value: wish }, this.texts("island.pace_steps", { steps: formatCount(this.state.pace) })), pace.options.length - 1);
    }
    pace.value = wish;
  }

  #showFigures() {
    const { step, epoch, loss, evaluation } = this.state;
    const { slots } = this;
    if (!slots) return;
    write(slots.step.figure, formatCount(step));
    write(slots.epoch.figure, formatCount(epoch));
    write(slots.train.figure, formatNumber(loss));
    write(slots.validation.figure, formatNumber(evaluation?.loss));
    const regression = this.state.data?.task === "regression";
    write(slots.score.label, this.texts(regression ? "island.figure.r2" : "island.figure.score"));
    write(slots.score.figure, regression ? formatNumber(evaluation?.r2) : formatPercent(evaluation?.accuracy));
  }

  /** @param {string} code @param {Record<string, unknown>} [values] */
  #say(code, values) {
    if (this.live) this.live.textContent = this.texts(code, values);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const type = commandOfKey(event);
    if (!type || event.defaultPrevented) return;
    event.preventDefault();
    if (type === "turn") this.#turn();
    else if (type === "back") this.#stepBack();
    else if (type !== "undo" || this.state.canUndo) this.command({ type });
  }
}

customElements.define("nn-toolbar", ToolbarElement);
export { ToolbarElement };
