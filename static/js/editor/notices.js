// @ts-check
/** `<nn-notices>`: what the session has to say, each in a line of its own with the way on. It is read out, and covers nothing. */

import { h } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { formatExact } from "../lib/number.js";
import { layersNamed, noticeWords } from "./notice_words.js";
import { ServedElement } from "./served_element.js";

/** @typedef {import("../store/state.js").Notice} Notice */
/** @typedef {{key: string, tone: string, words: string, action?: HTMLElement | null, dismiss?: () => void}} Line */

const READ = 8000; // ms after which what is only good to know goes away by itself
const SLOWER = 10;
const FASTEST = 0.1; // no rate above this is worth a second try
const SIGNS = { danger: "warning", warning: "link-off", good: "check", info: "info" };

export class Notices extends ServedElement {
  /** @type {Map<string, HTMLElement>} */
  #lines = new Map();

  begin() {
    this.watch((state) => state.notices, (notices) => this.#showNotices(notices));
    this.watch((state) => state.connection, (connection) => this.#showConnection(connection));
    this.watch((state) => state.seeded, () => this.#showRevision());
    this.watch((state) => state.design, () => this.#settle(({ values }) => "where" in values));
    this.watch((state) => state.diverged, (diverged) => diverged || this.#settle(({ code }) => code === "diverged"));
  }

  /** @param {Notice[]} notices */
  #showNotices(notices) {
    const keys = new Set(notices.map(({ id }) => `notice-${id}`));
    for (const key of [...this.#lines.keys()]) if (key.startsWith("notice-") && !keys.has(key)) this.#remove(key);
    for (const notice of notices) {
      this.#show({
        key: `notice-${notice.id}`,
        tone: notice.tone === "error" ? "danger" : "info",
        words: noticeWords(this.texts, notice),
        action: notice.code === "diverged" ? this.#slower(notice) : null,
        dismiss: () => this.store.dispatch({ type: "dismiss", id: notice.id }),
      });
    }
  }

  /** What is no longer true is no longer said. @param {(notice: Notice) => boolean} over */
  #settle(over) {
    for (const notice of this.store.state.notices) if (over(notice)) this.store.dispatch({ type: "dismiss", id: notice.id });
  }

  /** @param {string} connection */
  #showConnection(connection) {
    if (connection === "open" || connection === "connecting") return this.#remove("connection");
    this.#remove("connection");
    this.#show({ key: "connection", tone: "warning", words: this.texts(`notice.${connection}`) });
  }

  /** What an edit of the layers kept, and what it drew anew; a new run has nothing to keep. */
  #showRevision() {
    const { kept, seeded } = this.store.state;
    this.#remove("revision");
    if (seeded.length === 0 || kept.length === 0) return;
    const words = this.texts("notice.kept", { kept: layersNamed(this.texts, kept), seeded: layersNamed(this.texts, seeded) });
    this.#show({ key: "revision", tone: "good", words, dismiss: () => this.#remove("revision") });
  }

  /** The way on after divergence. @param {Notice} notice */
  #slower(notice) {
    const optimizer = this.design?.optimizer;
    if (notice.values.remedy !== "lower_learning_rate" || !optimizer) return null;
    const rate = Math.min(FASTEST, Number((optimizer.learning_rate / SLOWER).toPrecision(3)));
    const button = h("button", { type: "button", class: "button" }, this.texts("action.slower", { rate: formatExact(rate) }));
    button.addEventListener("click", () => {
      this.command({ type: "edit", set: { optimizer: { ...this.design?.optimizer, learning_rate: rate } } });
      this.command({ type: "restart" });
      this.command({ type: "play" });
      this.store.dispatch({ type: "dismiss", id: notice.id });
    });
    return button;
  }

  /** @param {Line} line */
  #show({ key, tone, words, action = null, dismiss }) {
    if (this.#lines.has(key)) return;
    const close = dismiss ? h("button", {
      type: "button", class: "button bare square", "aria-label": this.texts("notice.dismiss"), onclick: dismiss,
    }, icon("close")) : null;
    const line = h("div", { class: "notice", "data-tone": tone },
      icon(SIGNS[/** @type {keyof typeof SIGNS} */ (tone)]), h("p", { class: "notice-text" }, words), action, close);
    this.#lines.set(key, line);
    this.served(".notices").append(line);
    this.#hint();
    if (dismiss && (tone === "good" || tone === "info")) this.#leaveLater(line, dismiss);
  }

  /** It stays while somebody points at it. @param {HTMLElement} line @param {() => void} dismiss */
  #leaveLater(line, dismiss) {
    const wait = () => setTimeout(() => (line.matches(":hover, :focus-within") ? (timer = wait()) : dismiss()), READ);
    let timer = wait();
    this.until(() => clearTimeout(timer));
  }

  /** @param {string} key */
  #remove(key) {
    this.#lines.get(key)?.remove();
    this.#lines.delete(key);
    this.#hint();
  }

  /** Where nothing is to be said, a hint stands. */
  #hint() {
    this.served(".hint").hidden = this.#lines.size > 0;
  }
}
