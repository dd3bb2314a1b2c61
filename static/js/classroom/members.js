// @ts-check
/**
 * `<nn-members>`: the class, a tile each: who is here, whose hand is up, who is stuck, and what each network says. Of a
 * large class it shows how all are doing, and a sample. The room is told whose pictures are looked at.
 */

import { h, write } from "../lib/html.js";
import { watchTheme } from "../lib/theme_watch.js";
import { readTheme } from "../views/theme.js";
import { confirmed } from "./confirm.js";
import { MemberTile } from "./member_tile.js";
import { nudged } from "./nudge.js";
import { RoomElement } from "./room_element.js";
import { Distributions, WallControls } from "./wall_controls.js";
import { chosen, counts, LARGE, sample } from "./wall_order.js";

/** @typedef {import("./state.js").MemberShown} MemberShown */

const RESORT = 5000; // ms: tiles keep their places for so long, and as long as somebody points at them

export class Members extends RoomElement {
  #room = "";

  /** @param {string} room */
  set room(room) {
    this.#room = room;
  }

  /** @type {Map<string, MemberTile>} */
  #tiles = new Map();
  /** @type {string[]} whose tiles are shown, in their order */
  #order = [];
  #sortedAt = 0;
  #asked = "";

  begin() {
    this.controls = new WallControls(this.texts, () => this.#show(true));
    this.distributions = new Distributions(this.texts);
    this.list = h("ul", { class: "members" });
    this.more = h("p", { class: "quiet", role: "status" });
    this.empty = h("p", { class: "members-empty quiet", hidden: true }, this.texts("room.nobody"));
    this.append(this.controls.element, this.distributions.element, this.more, this.list, this.empty);
    this.theme = readTheme(this);
    this.until(watchTheme(() => {
      this.theme = readTheme(this);
      this.#show(false);
    }));
    this.watch((state) => state.room?.members, () => this.#show(true));
    this.watch((state) => state.tiles, () => this.#show(performance.now() - this.#sortedAt > RESORT && !this.list?.matches(":hover, :focus-within")));
    this.watch((state) => state.connection, (connection) => {
      this.#asked = "";
      if (connection === "open") this.#look();
    });
    this.listen(document, "visibilitychange", () => this.#look());
  }

  /** @param {boolean} sorted whether the tiles may take other places */
  #show(sorted) {
    const { room, tiles } = this.state;
    if (!room || !this.list || !this.controls) return;
    const { members } = room;
    const known = new Map(members.map((member) => [member.id, member]));
    if (sorted) {
      const kept = chosen(members, tiles, this.controls.wish);
      const shown = sample(kept, members.length);
      this.#order = shown.map(({ id }) => id);
      this.#sortedAt = performance.now();
      write(/** @type {Node} */ (this.more), members.length === 0 || shown.length === members.length ? ""
        : this.texts("room.shown_of", { shown: shown.length, members: members.length }));
      this.#place();
    }
    for (const id of this.#order) {
      const member = known.get(id);
      const tile = this.#tiles.get(id);
      if (!member || !tile) continue;
      tile.show(member, tiles[id]);
      if (this.theme && tiles[id]) tile.draw(tiles[id], this.theme);
    }
    this.controls.element.hidden = members.length === 0;
    if (this.empty) this.empty.hidden = members.length > 0;
    if (this.distributions) {
      this.distributions.element.hidden = members.length < LARGE;
      if (members.length >= LARGE) this.distributions.show(tiles);
    }
    this.#look();
  }

  /** The tiles in their places; those that stay are not touched, so that the focus stays too. */
  #place() {
    const members = new Map((this.state.room?.members ?? []).map((member) => [member.id, member]));
    for (const [id, tile] of this.#tiles) {
      if (this.#order.includes(id)) continue;
      tile.element.remove();
      this.#tiles.delete(id);
    }
    this.#order.forEach((id, at) => {
      const member = /** @type {MemberShown} */ (members.get(id));
      const tile = this.#tiles.get(id) ?? new MemberTile(this.texts, member, this.#room, (what, who) => void this.#act(what, who));
      this.#tiles.set(id, tile);
      const before = this.list?.children[at] ?? null;
      if (before !== tile.element) this.list?.insertBefore(tile.element, before);
    });
  }

  /** Says whose pictures this page shows, when that is not what it has said. */
  #look() {
    if (this.state.connection !== "open") return;
    const wish = { members: this.#order, visible: !document.hidden };
    const asked = JSON.stringify(wish);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.ask({ type: "watch", ...wish });
  }

  /** @param {"hand" | "kick" | "nudge"} what @param {MemberShown} member */
  async #act(what, { id, pseudonym }) {
    if (what === "hand") return this.ask({ type: "take_hand_down", member: id });
    if (what === "nudge") {
      const note = await nudged(this, this.texts, pseudonym);
      if (note) this.ask({ type: "nudge", member: id, note });
      return;
    }
    const sure = await confirmed(this, {
      question: this.texts("room.kick_question", { name: pseudonym }), detail: this.texts("room.kick_detail"),
      yes: this.texts("room.kick_yes"), no: this.texts("room.cancel"),
    });
    if (sure) this.ask({ type: "kick", member: id });
  }
}

/** How many are here, stuck, and whose hands are up, in words. @param {HTMLElement} place @param {import("./state.js").RoomState} state @param {import("../lib/text.js").Text} texts */
export function writeCount(place, state, texts) {
  const { here, members, stuck, hands } = counts(state.room?.members ?? [], state.tiles);
  write(place, [
    here === members ? texts("room.here", { here }) : texts("room.here_of", { here, members }),
    stuck > 0 && texts("room.stuck_count", { count: stuck }),
    hands > 0 && texts("room.hands", { count: hands }),
  ].filter(Boolean).join(" · "));
}
