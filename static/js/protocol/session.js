// @ts-check
/**
 * Which session a tab belongs to. A reload finds it again in the tab's own storage; a duplicated tab, which is born
 * with a copy of that storage, hears from the first one that the session is taken and begins its own. As long as the
 * server sees a page in the session, that first tab may only be slow to say so.
 */

const KEY = "chalknet-session";
const PATIENCE = 120; // ms between two looks at whether somebody is there
const MOST_LOOKS = 16; // a page that has said nothing after so many of them is as good as gone

/** @typedef {{getItem(key: string): string | null, setItem(key: string, value: string): void}} Shelf */
/** @typedef {{session: string, known: boolean, watched: boolean}} Given `watched`: a page is in it */
/** @typedef {{postMessage(message: any): void, onmessage: ((event: any) => void) | null}} Channel */

export class TabSession {
  /**
   * @param {Shelf} shelf @param {Channel} channel
   * @param {(had: string | null) => Promise<Given>} ask the server for the session one had, or another
   * @param {string} [key] under which the shelf keeps it
   */
  constructor(shelf, channel, ask, key = KEY, patience = PATIENCE) {
    this.key = key;
    this.shelf = shelf;
    this.channel = channel;
    this.ask = ask;
    this.patience = patience;
    this.mark = `${Date.now()}-${Math.random()}`;
    /** @type {string | null} */
    this.id = null;
    /** @type {(() => void) | null} */
    this.refuse = null;
    channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** The session of this tab, as the server has it now; `fresh` when it has just begun. @returns {Promise<{id: string, fresh: boolean}>} */
  async find() {
    const kept = this.shelf.getItem(this.key);
    const { session, known } = this.id === null && kept !== null ? await this.#claim(kept) : await this.ask(this.id);
    this.id = session;
    this.shelf.setItem(this.key, session);
    return { id: session, fresh: !known };
  }

  /** The session in the tab's storage, unless another tab says that it is its own. @param {string} kept */
  async #claim(kept) {
    let taken = false;
    /** @type {Promise<void>} */
    const refused = new Promise((resolve) => {
      this.refuse = () => resolve(void (taken = true));
    });
    this.channel.postMessage({ ask: kept, from: this.mark });
    for (let look = 1; ; look += 1) {
      await Promise.race([refused, new Promise((resolve) => setTimeout(resolve, this.patience))]);
      const asked = taken ? null : kept;
      const given = await this.ask(asked);
      if (asked === null || !(taken || (given.watched && look < MOST_LOOKS))) return given;
    }
  }

  /** @param {{ask?: string, taken?: string, from?: string, to?: string}} message */
  #hear(message) {
    if (message.ask && message.ask === this.id) this.channel.postMessage({ taken: this.id, to: message.from });
    if (message.taken && message.to === this.mark) this.refuse?.();
  }
}
