// @ts-check
/** Remembers every number that was drawn, as it was drawn, so that a test can compare the picture with the tensor. */

export class Recorder {
  step = 0;
  number = 0;
  /** @type {{name: string, index: number[], value: number | null, width: number, dashed: boolean}[]} */
  edges = [];
  /** @type {{name: string, index: number[], value: number | null, radius: number}[]} */
  biases = [];
  /** @type {{layer: number, unit: number, value: number | null, text: string}[]} */
  labels = [];
  /** @type {{name: string, layer: number, unit: number, values: number[]}[]} */
  tiles = [];

  /** A new picture begins. @param {import("../protocol/frame.js").Frame | null} frame */
  begin(frame) {
    Object.assign(this, { step: frame?.step ?? 0, number: frame?.number ?? 0, edges: [], biases: [], labels: [], tiles: [] });
  }
}
