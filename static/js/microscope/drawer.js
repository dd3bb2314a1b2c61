// @ts-check
/** The drawer's coming and going: who wants it open, what it opens on, and what had the focus and was followed before. */

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./microscope.js").MicroscopeElement} MicroscopeElement */

const NARROW = "(max-width: 999px)"; // there the drawer is a sheet, and the network lies at the top of the page
const REOPEN = 200; // ms after which a walk that an edit has closed is opened anew

export class Drawer {
  /** Whether somebody wants it open, though an edit may have closed the walk. */
  #wanted = false;
  /** Whether the session was asked to close: another question would open the microscope again. */
  #closing = false;
  #reopening = 0;
  /** @type {Walk["zoom"]} how finely one went, for the walk that is opened in the place of a closed one */
  #zoom = null;
  #gone = false;
  /** @type {number | null} the sample that was followed before */
  #probe = null;
  /** @type {HTMLElement | null} what had the focus before */
  #former = null;

  /** @param {MicroscopeElement} host @param {HTMLElement} panel @param {HTMLElement} focus what has the focus when it opens */
  constructor(host, panel, focus) {
    this.host = host;
    this.panel = panel;
    this.focus = focus;
  }

  /** A walk is there: the drawer is opened, unless it was just closed; whether it is open. @param {Walk} walk */
  show(walk) {
    clearTimeout(this.#reopening);
    if (this.#closing) return false;
    this.#wanted = true;
    if (!this.panel.isConnected) this.#slideOpen();
    else if (this.#gone && this.#zoom) this.host.store.dispatch({ type: "zoom", zoom: this.#zoom });
    this.#gone = false;
    this.#lookAt(walk.samples[walk.column]);
    this.#zoom = walk.zoom;
    return true;
  }

  #slideOpen() {
    const { activeElement, defaultView } = this.host.ownerDocument;
    this.#former = activeElement instanceof HTMLElement ? activeElement : null;
    this.host.append(this.panel);
    this.host.toggleAttribute("open", true);
    this.focus.focus({ preventScroll: true });
    if (matchMedia(NARROW).matches) defaultView?.scrollTo(0, 0);
  }

  /** The walk is over: the drawer waits for another, or goes. */
  gone() {
    this.#closing = false;
    this.#gone = true;
    if (this.#wanted) this.#reopening = /** @type {any} */ (setTimeout(() => this.#reopen(), REOPEN));
    else this.#shut();
  }

  open() {
    if (this.host.state.design) this.host.command({ type: "open_walk" });
  }

  close() {
    this.#wanted = false;
    this.#closing = true;
    this.host.command({ type: "close_walk" });
  }

  /** Training goes on: the drawer gives way. */
  giveWay() {
    this.#wanted = false;
    if (!this.host.walk) this.#shut();
  }

  stop() {
    clearTimeout(this.#reopening);
  }

  #reopen() {
    if (this.host.walk || !this.#wanted) return;
    if (this.host.state.playing) this.giveWay();
    else this.open();
  }

  #shut() {
    const { host, panel } = this;
    if (!panel.isConnected) return;
    if (this.#probe !== null && this.#probe < (host.state.data?.samples ?? 0)) this.#lookAt(this.#probe);
    this.#probe = null;
    const inside = panel.contains(host.ownerDocument.activeElement);
    this.#zoom = null;
    panel.remove();
    host.toggleAttribute("open", false);
    if (inside) this.#former?.focus({ preventScroll: true });
  }

  /** The sample that is followed through the network, on the graph and beside it. @param {number} sample */
  #lookAt(sample) {
    const { probe } = this.host.state.look;
    this.#probe ??= probe;
    if (probe !== sample) this.host.store.dispatch({ type: "look", look: { probe: sample } });
  }
}
