// @ts-check
/** `<nn-loss-curve>`: the loss over the steps, training as a band between its smallest and largest, validation as a line. */

import uPlot from "../../vendor/uplot/uPlot.esm.min.js";
import { h, write } from "../lib/html.js";
import { formatCount, formatNumber, NOTHING } from "../lib/number.js";
import { Paced } from "../lib/paced.js";
import { watchTheme } from "../lib/theme_watch.js";
import { chartColumns } from "../views/loss.js";
import { readTheme } from "../views/theme.js";
import { IslandElement } from "./island.js";
import { TimeTravel } from "./time_travel.js";

const PAUSE = 150; // ms between two drawings
const HEIGHT = 168;

class LossCurveElement extends IslandElement {
  #logarithmic = false;
  /** @type {import("../../vendor/uplot/uPlot.esm.min.js").default | null} */
  #chart = null;

  mount() {
    const text = this.texts;
    this.box = h("div", { class: "nn-chart" });
    this.reading = h("p", { class: "nn-reading" });
    this.toggle = h("button", { type: "button", class: "button bare", "aria-pressed": "false", title: text("island.log_help"), onclick: () => this.#turn() }, text("island.log"));
    const key = (/** @type {string} */ part) => h("span", { class: `nn-key ${part}` }, h("i", { class: "nn-mark", "aria-hidden": "true" }), text(`part.${part}`));
    const travel = new TimeTravel(text, (command) => this.command(command));
    this.replaceChildren(this.box, h("div", { class: "nn-under" }, key("train"), key("validation"), this.toggle), this.reading, travel.element);
    this.box.title = text("island.curve_help");
    this.box.addEventListener("click", () => this.#travel());
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "img");
    this.box.addEventListener("keydown", (event) => this.#press(event));
    const drawing = new Paced(PAUSE, () => this.#show());
    const resize = new ResizeObserver(() => this.#chart?.setSize({ width: this.box?.clientWidth ?? 0, height: HEIGHT }));
    resize.observe(this.box);
    this.until(() => (resize.disconnect(), drawing.stop(), this.#chart?.destroy()));
    this.until(watchTheme(() => this.#build()));
    this.#build();
    this.watch((state) => state.curve, () => drawing.ask());
    const place = () => {
      travel.show(this.state);
      drawing.ask();
    };
    for (const part of /** @type {const} */ (["step", "head", "trunk"])) this.watch((state) => state[part], place);
  }

  #build() {
    if (!this.box) return;
    this.#chart?.destroy();
    const theme = readTheme(this);
    const line = { show: false };
    const axis = { stroke: theme.quiet, grid: { stroke: theme.line, width: 1 }, ticks: line, font: `${11 * theme.zoom}px ${theme.font}`, border: line };
    const series = (/** @type {string} */ stroke, /** @type {number} */ width) => ({ stroke, width, points: line, spanGaps: true });
    this.#chart = new uPlot({
      width: Math.max(120, this.box.clientWidth), height: HEIGHT,
      padding: [8, 16, 0, 0],
      legend: line,
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false },
        y: this.#logarithmic ? { distr: 3 } : { range: (_, low, high) => [Math.min(0, low ?? 0), Math.max(1e-9, (high ?? 1) * 1.06)] },
      },
      axes: [
        { ...axis, size: 24 * theme.zoom, values: (_, values) => values.map((value) => (Number.isInteger(value) ? formatCount(value) : "")) },
        { ...axis, size: 48 * theme.zoom, values: (_, values) => values.map((value) => (value === null ? "" : formatNumber(value, 2))) },
      ],
      series: [{}, series(theme.train, 1), series(theme.train, 1), series(theme.validation, 2)],
      bands: [{ series: [2, 1], fill: `color-mix(in srgb, ${theme.train} 35%, transparent)` }],
      hooks: { setCursor: [() => this.#read()], draw: [(chart) => this.#markPast(chart)] },
    }, chartColumns(this.state.curve, this.#logarithmic), this.box);
    this.#read();
  }

  #show() {
    this.#chart?.setData(chartColumns(this.state.curve, this.#logarithmic));
    this.#read();
  }

  /** Go to the step under the cursor. */
  #travel() {
    const index = this.#chart?.cursor.idx;
    if (index === undefined || index === null || !this.#chart) return;
    this.command({ type: "seek", step: Math.min(this.#chart.data[0][index], this.state.head) });
  }

  /** A line at the step that is looked at, while it is a past one. @param {import("../../vendor/uplot/uPlot.esm.min.js").default} chart */
  #markPast(chart) {
    const { step, head } = this.state;
    if (step >= head) return;
    const x = Math.round(chart.valToPos(step, "x", true)) + 0.5;
    chart.ctx.save();
    chart.ctx.strokeStyle = readTheme(this).ink;
    chart.ctx.lineWidth = devicePixelRatio;
    chart.ctx.beginPath();
    chart.ctx.moveTo(x, chart.bbox.top);
    chart.ctx.lineTo(x, chart.bbox.top + chart.bbox.height);
    chart.ctx.stroke();
    chart.ctx.restore();
  }

  #turn() {
    this.#logarithmic = !this.#logarithmic;
    this.toggle?.setAttribute("aria-pressed", String(this.#logarithmic));
    this.#build();
  }

  /** The exact values under the pointer; without one, the last. */
  #read() {
    if (!this.#chart || !this.reading || !this.box) return;
    const [steps, low, high, validation] = this.#chart.data;
    const pointed = this.#chart.cursor.idx;
    const index = pointed ?? steps.length - 1;
    let seen = index;
    while (seen > 0 && (validation[seen] === null || validation[seen] === undefined)) seen -= 1;
    const train = low[index] === high[index] ? formatNumber(low[index]) : `${formatNumber(low[index])} … ${formatNumber(high[index])}`;
    const sentence = this.texts("island.curve_reading", {
      step: steps.length ? formatCount(steps[index]) : NOTHING, train, validation: formatNumber(validation[seen]),
    });
    write(this.reading, sentence);
    if (!this.state.playing || this.box === document.activeElement) this.box.setAttribute("aria-label", `${this.texts("island.curve")}. ${sentence}`);
  }

  /** Left and right move along the curve, Enter goes there. @param {KeyboardEvent} event */
  #press(event) {
    const chart = this.#chart;
    if (event.key === "Enter") this.#travel();
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!chart || !way || chart.data[0].length === 0) return;
    const last = chart.data[0].length - 1;
    const index = Math.max(0, Math.min(last, (chart.cursor.idx ?? last) + way * Math.max(1, Math.round(last / 60))));
    const { height } = chart.over.getBoundingClientRect();
    chart.setCursor({ left: chart.valToPos(chart.data[0][index], "x"), top: height / 2 });
    event.preventDefault();
  }
}

customElements.define("nn-loss-curve", LossCurveElement);
export { LossCurveElement };
