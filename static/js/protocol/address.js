// @ts-check
/** The design in the page's address: kept after the `#`, written when the design changes, read when one goes Back or Forward. */

/** @typedef {{location: {hash: string}, history: Pick<History, "pushState" | "replaceState" | "state">}} Place */

export class Address {
  /** The link that the page shows now. */
  current = "";

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
  }

  /** The link in the address bar; empty when there is none. */
  get link() {
    return this.place.location.hash.replace(/^#/, "");
  }

  /** The link that an entry of the history stands for. */
  get remembered() {
    return this.link || this.place.history.state?.link || "";
  }

  /** The first design shown: the address stays as it was typed. @param {string} link */
  begin(link) {
    this.current = link;
    this.place.history.replaceState({ link }, "");
  }

  /** A design that has changed becomes an entry of the history. @param {string} link */
  show(link) {
    if (!link || link === this.current) return;
    this.current = link;
    if (link !== this.remembered) this.place.history.pushState({ link }, "", `#${link}`);
  }
}
