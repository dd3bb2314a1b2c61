// @ts-check
/** The tables of a lesson, which a learner fills with the session's numbers, one row a press. */

import { h } from "../lib/html.js";
import { drawRecord } from "./record_chart.js";
import { measure, written } from "./goal.js";

/** @typedef {import("../store/state.js").State} State */
/** @typedef {Record<string, number | null>} Row */

export const MOST_ROWS = 12;

export class RecordView {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    const { table, columns } = JSON.parse(element.dataset.record ?? "{}");
    this.table = table;
    /** @type {string[]} */
    this.columns = columns;
  }

  /** The numbers of this moment. @param {State} state @returns {Row} */
  row(state) {
    return Object.fromEntries(this.columns.map((metric) => [metric, measure(state, metric)]));
  }

  /** @param {Row[]} rows */
  show(rows) {
    this.element.querySelector("tbody")?.replaceChildren(
      ...rows.map((row) => h("tr", {}, ...this.columns.map((metric) => h("td", {}, written(metric, row[metric] ?? null))))));
    this.element.querySelector(".lesson-chart")?.replaceChildren(...drawRecord(rows, this.columns));
    const forget = this.element.querySelector("[data-act='forget']");
    if (forget instanceof HTMLButtonElement) forget.disabled = rows.length === 0;
    const note = this.element.querySelector("[data-act='note']");
    if (note instanceof HTMLButtonElement) note.disabled = rows.length >= MOST_ROWS;
  }
}
