// @ts-check
/** `<nn-layer-editor>`: the popover that opens at a layer's head to change it, or at a + to add one. */

import { FormSlot } from "./form_slot.js";
import { changed, inserted, moved, removed } from "./layer_edits.js";
import { ServedElement } from "./served_element.js";

/** @typedef {import("./layer_edits.js").Edit} Edit */

const APART = 8; // px between the popover and what it belongs to

export class LayerEditor extends ServedElement {
  /** The layer that is open; null while a new one is chosen. @type {number | null} */
  #layer = null;
  /** Where a new layer goes. */
  #index = 0;
  /** @type {Element | null} */
  #anchor = null;
  /** @type {FormSlot | null} */
  #form = null;

  begin() {
    this.#form = new FormSlot(this.place, (spec) => this.#change(spec));
    this.listen(this.ownerDocument, "chalknet:open-layer", ({ detail }) => this.#open(detail.layer, detail.anchor));
    this.listen(this.ownerDocument, "chalknet:add-layer", ({ detail }) => this.#add(detail.index, detail.anchor));
    this.listen(this, "click", ({ target }) => this.#clicked(target));
    this.listen(this.place, "htmx:after:swap", () => this.#position());
    this.watch((state) => state.design, () => this.#refresh());
    this.watch((state) => state.notices, (notices) => notices.at(-1)?.tone === "error" && this.#refresh());
  }

  get popup() {
    return this.served(".layer-editor");
  }

  get place() {
    return this.served(".slot");
  }

  get layers() {
    return this.design?.layers ?? [];
  }

  /** @param {number} layer @param {Element | null} anchor */
  #open(layer, anchor) {
    this.#layer = layer;
    this.#show(anchor);
    this.#refresh();
  }

  /** @param {number} index @param {Element | null} anchor */
  #add(index, anchor) {
    this.#layer = null;
    this.#index = index;
    this.#arrange(this.dataset.addTitle, { kinds: true, form: false, acts: false });
    this.#show(anchor);
  }

  /** @param {Element | null} anchor */
  #show(anchor) {
    this.#anchor = anchor;
    if (!this.popup.matches(":popover-open")) this.popup.showPopover();
    this.#position();
    this.served("h2").focus({ preventScroll: true });
  }

  /** @param {string | undefined} title @param {{kinds: boolean, form: boolean, acts: boolean}} shown */
  #arrange(title, { kinds, form, acts }) {
    this.served("h2").textContent = title ?? "";
    this.served(".layer-kinds").hidden = !kinds;
    this.place.hidden = !form;
    this.served(".editor-acts").hidden = !acts;
  }

  /** Below its anchor, within the window. */
  #position() {
    if (!this.#anchor?.isConnected) return;
    const anchor = this.#anchor.getBoundingClientRect();
    const { width, height } = this.popup.getBoundingClientRect();
    const { innerWidth, innerHeight } = window;
    const left = anchor.left + anchor.width / 2 - width / 2;
    this.popup.style.left = `${Math.max(APART, Math.min(left, innerWidth - width - APART))}px`;
    this.popup.style.top = `${Math.max(APART, Math.min(anchor.bottom + APART, innerHeight - height - APART))}px`;
  }

  /** What is open follows the design, whoever changed it. */
  #refresh() {
    if (this.#layer === null || !this.popup.matches(":popover-open")) return;
    const layer = this.layers[this.#layer];
    if (!layer) return this.popup.hidePopover();
    const last = this.#layer === this.layers.length - 1;
    const title = last ? this.dataset.outputTitle : this.dataset.layerTitle;
    this.#arrange(title?.replace("{layer}", String(this.#layer + 1)), { kinds: false, form: true, acts: !last });
    this.#enable("move_left", this.#layer > 0);
    this.#enable("move_right", this.#layer < this.layers.length - 2);
    this.#form?.show(layer);
    this.#position();
  }

  /** @param {string} act @param {boolean} possible */
  #enable(act, possible) {
    /** @type {HTMLButtonElement} */ (this.served(`[data-act="${act}"]`)).disabled = !possible;
  }

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const button = target instanceof Element ? target.closest("[data-act], .layer-kind") : null;
    if (!(button instanceof HTMLElement)) return;
    const at = this.#layer ?? this.#index;
    if (button.dataset.spec) return this.#edit(inserted(this.layers, at, JSON.parse(button.dataset.spec)), at);
    switch (button.dataset.act) {
      case "move_left": return this.#edit(moved(this.layers, at, at - 1), at - 1);
      case "move_right": return this.#edit(moved(this.layers, at, at + 1), at + 1);
      case "duplicate": return this.#edit(inserted(this.layers, at + 1, this.layers[at]), at + 1);
      case "remove": this.#edit(removed(this.layers, at), null);
    }
    this.popup.hidePopover();
  }

  /** @param {Record<string, any>} spec */
  #change(spec) {
    if (this.#layer !== null) this.#edit(changed(this.layers, this.#layer, spec), this.#layer);
  }

  /** @param {Edit} edit @param {number | null} layer which one stays open */
  #edit({ layers, carry }, layer) {
    this.#layer = layer;
    this.command({ type: "edit", set: { layers }, carry });
  }
}

customElements.define("nn-layer-editor", LayerEditor);
