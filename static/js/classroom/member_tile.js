// @ts-check
/** One member on the wall: name, hand, what the network says, how well, and whether it gets further. */

import { attribute, h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { formatCount, formatNumber, formatPercent, NOTHING } from "../lib/number.js";
import { drawLine, drawPicture } from "./tile_picture.js";
import { isStuck } from "./wall_order.js";

/** @typedef {import("./state.js").MemberShown} MemberShown */
/** @typedef {import("./state.js").Tile} Tile */
/** @typedef {(what: "hand" | "kick" | "nudge", member: MemberShown) => void} Act */

const STUCK = { diverged: "room.stuck_diverged", no_progress: "room.stuck_no_progress", idle: "room.stuck_idle" };

export class MemberTile {
  #drawn = "";
  /** @type {MemberShown} */
  #member;

  /** @param {import("../lib/text.js").Text} texts @param {MemberShown} member @param {string} room @param {Act} act */
  constructor(texts, member, room, act) {
    this.texts = texts;
    this.#member = member;
    this.dot = h("span", { class: "member-dot", role: "img" });
    this.name = h("a", { class: "member-name", href: `/rooms/${room}/watch/${member.id}` });
    this.hand = this.#button("hand", () => act("hand", this.#member));
    this.nudge = this.#button("nudge", () => act("nudge", this.#member));
    this.close = this.#button("close", () => act("kick", this.#member));
    this.picture = h("canvas", { class: "tile-picture", role: "img" });
    this.line = h("canvas", { class: "tile-line", "aria-hidden": "true" });
    this.score = h("b", { class: "tile-score" });
    this.loss = h("span", { class: "tile-figure" });
    this.size = h("span", { class: "tile-figure quiet" });
    this.flag = h("span", { class: "tile-flag" });
    this.body = h("div", { class: "tile-body" }, this.picture,
      h("div", { class: "tile-figures" }, this.score, this.loss, this.size, this.line));
    this.element = h("li", { class: "member" },
      h("div", { class: "tile-head" }, this.dot, this.name, this.hand, this.nudge, this.close), this.body, this.flag);
  }

  /** @param {MemberShown} member @param {Tile | undefined} tile */
  show(member, tile) {
    this.#member = member;
    const name = { name: member.pseudonym };
    const state = this.texts(member.here ? "room.member_here" : "room.member_away", name);
    attribute(this.dot, "aria-label", state);
    write(this.name, member.pseudonym);
    this.name.title = this.texts("room.watch", name);
    this.hand.hidden = member.hand === null;
    for (const [button, words] of /** @type {const} */ ([[this.hand, "room.hand_up"], [this.nudge, "room.nudge"], [this.close, "room.kick"]])) {
      attribute(button, "aria-label", this.texts(words, name));
      button.title = this.texts(words, name);
    }
    const stuck = isStuck(member, tile) ? tile?.stuck : null;
    this.element.classList.toggle("away", !member.here);
    this.element.classList.toggle("hand", member.hand !== null || member.helped);
    this.element.classList.toggle("stuck", Boolean(stuck));
    write(this.flag, member.helped ? this.texts("room.tile_helped") : !member.here ? this.texts("room.away") : stuck ? this.texts(STUCK[stuck]) : "");
    this.body.classList.toggle("without", !tile);
    attribute(this.picture, "aria-label", this.texts("room.tile_picture", name));
    write(this.score, !tile ? NOTHING : tile.accuracy !== null ? formatPercent(tile.accuracy, 0) : tile.r2 !== null ? `R² ${formatNumber(tile.r2, 2)}` : NOTHING);
    write(this.loss, this.texts("room.tile_loss", { loss: tile?.validation == null ? NOTHING : formatNumber(tile.validation, 3) }));
    write(this.size, this.texts("room.tile_parameters", { count: tile ? formatCount(tile.parameters) : NOTHING }));
  }

  /** @param {Tile} tile @param {import("../views/theme.js").Theme} theme */
  draw(tile, theme) {
    if (!tile.picture || !tile.line) return;
    const drawn = JSON.stringify([tile.picture, tile.line, theme.ink]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.picture.dataset.kind = tile.picture.kind;
    drawPicture(this.picture, tile.picture, theme);
    drawLine(this.line, tile.line, theme);
  }

  /** @param {string} sign @param {() => void} onclick */
  #button(sign, onclick) {
    return h("button", { type: "button", class: `button bare square member-${sign}`, onclick }, icon(sign));
  }
}
