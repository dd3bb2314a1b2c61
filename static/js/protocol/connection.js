// @ts-check
/**
 * The socket to the session. It comes back by itself and resumes from the last event it had; it gives a frame's
 * credit back when the page has drawn it, and it takes a link for dead that has been silent for longer than the server ever is.
 */

import { backoff } from "./backoff.js";
import { Frame, readHeader } from "./frame.js";
import { SILENCE_SECONDS } from "./schema.js";

/** @typedef {{type: string, [field: string]: any}} Message */
/** @typedef {"connecting" | "open" | "reconnecting" | "closed"} Status */

const TICK = 500;

/**
 * @typedef {object} Ends
 * @property {(position: {stream: string | null, after: number}, attempt: number) => Promise<string>} address of the socket
 * @property {(event: Message) => void} event
 * @property {(frame: Frame) => void} frame
 * @property {(frame: ArrayBuffer) => void} [bytes] a frame of a stream that has no layout
 * @property {(status: Status) => void} status
 * @property {(code: number) => void} [refused] the server closed the socket, and says by this number why
 * @property {(address: string) => WebSocket} [socket]
 * @property {() => number} [now]
 * @property {() => number} [random]
 */

export class Connection {
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {{stream: string | null, after: number}} */
  #position = { stream: null, after: 0 };
  /** @type {{id: number, arrays: any, size: number} | null} */
  #layout = null;
  /** @type {number[]} frames whose credit has not been given back */
  #owed = [];
  #attempt = 0;
  #commands = 0;
  #heard = 0;
  #stopped = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;

  /** @param {Ends} ends */
  constructor(ends) {
    this.ends = ends;
    this.now = ends.now ?? (() => performance.now());
    this.socket = ends.socket ?? ((address) => new WebSocket(address));
  }

  /** Connects and stays connected until `stop`. */
  start() {
    this.#clock = setInterval(() => this.#listen(), TICK);
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    clearInterval(this.#clock);
    clearTimeout(this.#retry);
    this.#socket?.close();
    this.ends.status("closed");
  }

  /** Tries again now: the network is said to be back, or somebody pressed a button. */
  hurry() {
    if (this.#socket || this.#stopped) return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  /** @param {Message} command @returns {number} its number; 0 when there is no link to send it on */
  send(command) {
    if (this.#socket?.readyState !== 1) return 0;
    this.#commands += 1;
    this.#socket.send(JSON.stringify({ ...command, id: this.#commands }));
    return this.#commands;
  }

  /** Gives back the credit of every frame that came: the newest has been drawn, the others are past. */
  drawn() {
    for (const frame of this.#owed.splice(0)) this.send({ type: "acknowledge", frame });
  }

  async #connect() {
    let socket;
    try {
      const address = await this.ends.address(this.#position, this.#attempt);
      if (this.#stopped || this.#socket) return;
      socket = this.socket(address);
    } catch {
      this.#lost(null);
      return;
    }
    this.#socket = socket;
    this.#heard = this.now();
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(data);
    socket.onclose = ({ code }) => {
      this.ends.refused?.(code);
      this.#lost(socket);
    };
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    this.#heard = this.now();
    if (typeof data === "string") this.#event(JSON.parse(data));
    else this.#frame(data);
  }

  /** @param {Message} event */
  #event(event) {
    if (event.type === "opened" || event.type === "resumed") {
      this.#attempt = 0;
      this.ends.status("open");
    }
    if (event.type === "opened") {
      this.#layout = event.state.layout ? { ...event.state.layout, id: event.state.layout_id } : null;
    } else if (event.stream === this.#position.stream && event.number <= this.#position.after) {
      return; // had before the link broke
    }
    if (typeof event.number === "number") this.#position = { stream: event.stream, after: event.number };
    if (event.type === "layout_changed") this.#layout = { ...event.layout, id: event.id };
    this.ends.event(event);
  }

  /** @param {ArrayBuffer} buffer */
  #frame(buffer) {
    const { layoutId, number } = readHeader(buffer);
    this.#owed.push(number);
    if (this.#layout && layoutId === this.#layout.id) this.ends.frame(new Frame(buffer, this.#layout));
    else if (!this.#layout && this.ends.bytes) this.ends.bytes(buffer);
    else this.drawn();
  }

  #listen() {
    if (!this.#socket) return;
    if (this.now() - this.#heard > 1000 * SILENCE_SECONDS) this.#lost(this.#socket);
  }

  /** @param {WebSocket | null} socket */
  #lost(socket) {
    if (socket !== this.#socket || this.#stopped) return;
    this.#socket = null;
    this.#owed = [];
    if (socket) {
      socket.onclose = socket.onmessage = null;
      socket.close();
    }
    this.ends.status("reconnecting");
    this.#retry = setTimeout(() => this.#connect(), backoff(this.#attempt, this.ends.random));
    this.#attempt += 1;
  }
}
