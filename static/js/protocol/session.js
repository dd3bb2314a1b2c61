// @ts-check
/**
 * Which session a tab belongs to. A reload finds it again in the tab's own storage; a duplicated tab, which is born
 * with a copy of that storage, hears from the first one that the session is taken and begins its own.
 */

const KEY = "chalknet-session";
const PATIENCE = 120;

/** @typedef {{getItem(key: string): string | null, setItem(key: string, value: string): void}} Shelf */
/** @typedef {{postMessage(message: any): void, onmessage: ((event: any) => void) | null}} Channel */

export class TabSession {
  /**
   * @param {Shelf} shelf @param {Channel} channel
   * @param {(had: string | null) => Promise<{session: string, known: boolean}>} ask the server for the session one had, or another
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
    const kept = this.id ?? this.shelf.getItem(this.key);
    const mine = kept !== null && (this.id !== null || !(await this.#taken(kept)));
    const { session, known } = await this.ask(mine ? kept : null);
    this.id = session;
    this.shelf.setItem(this.key, session);
    return { id: session, fresh: !known };
  }

  /** @param {string} id @returns {Promise<boolean>} */
  #taken(id) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), this.patience);
      this.refuse = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.channel.postMessage({ ask: id, from: this.mark });
    });
  }

  /** @param {{ask?: string, taken?: string, from?: string, to?: string}} message */
  #hear(message) {
    if (message.ask && message.ask === this.id) this.channel.postMessage({ taken: this.id, to: message.from });
    if (message.taken && message.to === this.mark) this.refuse?.();
  }
}
