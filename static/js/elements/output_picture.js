// @ts-check
/** The picture of the output: a surface over the plane or a curve over the line, the samples on it, a colour scale below. */

import { attribute, h, write } from "../lib/html.js";
import { formatNumber } from "../lib/number.js";
import { painter } from "../lib/painter.js";
import { axesOf, colourOf, drawPoints, nearestSample } from "../views/points.js";
import { drawCurve, drawGrid, ticks } from "../views/response.js";
import { largest, shadeOf } from "../views/scale.js";
import { drawClasses, drawSurface } from "../views/surface.js";
import { className, namedColumns, neuronName } from "./names.js";

/** @typedef {import("../store/state.js").Data} Data */
/** @typedef {import("../store/columns.js").Column} Column */

export class OutputPicture {
  /** @param {import("./output.js").OutputElement} host @param {import("../lib/text.js").Text} text */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.surface = h("canvas", { class: "nn-surface", width: 100, height: 100, "aria-hidden": "true" });
    this.points = h("canvas", { class: "nn-points", "aria-hidden": "true" });
    this.box = h("div", { class: "nn-picture", role: "img" }, this.surface, this.points);
    this.caption = h("figcaption", { class: "nn-caption" });
    this.low = h("span");
    this.high = h("span");
    this.scale = h("div", { class: "nn-scale" }, this.low, h("i", { class: "nn-ramp", "aria-hidden": "true" }), this.high);
    this.classes = h("ul", { class: "nn-classes" });
    this.element = h("figure", { class: "nn-figure" }, this.box, this.caption, this.scale, this.classes);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.surface.getContext("2d"));
    this.over = /** @type {CanvasRenderingContext2D} */ (this.points.getContext("2d"));
    /** @type {import("../views/theme.js").Theme | null} */
    this.theme = null;
    this.box.addEventListener("click", (event) => this.#pick(event));
    const resize = new ResizeObserver(() => this.mark());
    resize.observe(this.box);
    host.until(() => resize.disconnect());
  }

  get data() {
    const { data } = this.host.state;
    return data && (data.shape === "plane" || data.shape === "line") ? data : null;
  }

  /** Other data: another picture altogether. */
  reset() {
    const { data } = this;
    this.element.hidden = !data;
    this.surface.hidden = data?.shape === "line";
    this.mark();
    this.ask();
  }

  /** @param {import("../views/theme.js").Theme} theme */
  paint(theme) {
    this.theme = theme;
    this.mark();
    this.ask();
  }

  ask() {
    if (this.data) painter.request(this.#draw);
  }

  mark() {
    if (this.data) painter.request(this.#drawPoints);
  }

  /** The neuron whose picture is shown in the output's place, when the frame has it. */
  #enlarged() {
    const { hover, selection, look, frame, enlargedAfter } = this.host.state;
    const target = hover ?? selection;
    if (!frame || frame.layoutId <= enlargedAfter) return null;
    if (target?.kind !== "neuron" || look.enlarged?.[0] !== target.layer || look.enlarged[1] !== target.unit) return null;
    const columns = namedColumns(this.text, this.host.state);
    const column = columns[target.layer + 1];
    return column ? { column, unit: target.unit, last: column === columns[columns.length - 1] } : null;
  }

  #draw = () => {
    const { data, theme } = this;
    const { frame } = this.host.state;
    if (!data || !theme || !frame) return;
    const columns = namedColumns(this.text, this.host.state);
    const enlarged = this.#enlarged();
    const picture = frame.array(`${data.shape === "plane" ? "surfaces" : "curves"}/enlarged`);
    const neuron = enlarged && !(enlarged.last && columns.length > 1 && enlarged.column.units === 1) && picture ? enlarged : null;
    write(this.caption, neuron ? neuronName(this.text, neuron.column, neuron.unit) : this.text("island.network_output"));
    this.box.classList.toggle("enlarged", Boolean(neuron));
    attribute(this.box, "aria-label", this.caption.textContent ?? "");
    if (data.shape === "line") this.#drawPoints();
    else if (neuron && picture) this.#drawShaded(picture, neuron.column, false);
    else this.#drawOutput(frame, data, columns[columns.length - 1]);
  };

  /** @param {import("../protocol/frame.js").Frame} frame @param {Data} data @param {Column} column */
  #drawOutput(frame, data, column) {
    const classes = frame.array("surfaces/class");
    const confidence = frame.array("surfaces/confidence");
    const output = frame.array("surfaces/output");
    if (classes && confidence && this.theme) {
      drawClasses(this.context, classes, confidence, data.class_names.length, this.theme);
      this.#showClasses(data);
    } else if (output) this.#drawShaded(output, column, data.task === "binary");
  }

  /** @param {import("../protocol/frame.js").FrameArray} array @param {Column} column @param {boolean} output of two classes */
  #drawShaded(array, column, output) {
    if (!this.theme) return;
    const shade = shadeOf(column.activation, output, largest(array));
    drawSurface(this.context, array, shade, this.theme);
    this.scale.hidden = false;
    this.classes.hidden = true;
    write(this.low, formatNumber(shade.middle - shade.reach, 2));
    write(this.high, formatNumber(shade.middle + shade.reach, 2));
  }

  /** @param {Data} data */
  #showClasses(data) {
    this.scale.hidden = true;
    this.classes.hidden = false;
    if (this.classes.childElementCount === data.class_names.length) return;
    this.classes.replaceChildren(...data.class_names.map((_, index) => h("li", { "data-class": index % 8 }, className(this.text, data, index))));
  }

  /** @param {Data} data @returns {[number, number][]} */
  #domain(data) {
    if (data.shape === "plane") return data.domain;
    const ys = data.points.map(([, y]) => y);
    const [low, high] = [Math.min(...ys), Math.max(...ys)];
    const margin = (high - low) * 0.18 || 1;
    return [data.domain[0], [low - margin, high + margin]];
  }

  /** Samples, and for one input the curves, on the canvas above the surface. */
  #drawPoints = () => {
    const { data, theme, points, over } = this;
    const width = points.clientWidth;
    const height = points.clientHeight;
    if (!data || !theme || !width) return;
    const ratio = Math.min(2, devicePixelRatio || 1);
    points.width = Math.round(width * ratio);
    points.height = Math.round(height * ratio);
    over.setTransform(ratio, 0, 0, ratio, 0, 0);
    const domain = this.#domain(data);
    const axes = axesOf(domain, width, height);
    const probe = this.host.state.probe?.sample ?? null;
    if (data.shape === "line") {
      this.scale.hidden = this.classes.hidden = true;
      drawGrid(over, axes, ticks(...domain[0]), ticks(...domain[1]), width, height, theme, (value) => formatNumber(value, 2));
      drawPoints(over, data, axes, probe, theme, () => theme.quiet);
      this.#drawCurves(axes, domain[0], height);
    } else drawPoints(over, data, axes, probe, theme, (sample) => colourOf(data, sample, theme));
  };

  /** @param {import("../views/points.js").Axes} axes @param {[number, number]} span @param {number} height */
  #drawCurves(axes, span, height) {
    const { frame } = this.host.state;
    const output = frame?.array("curves/output");
    const enlarged = frame?.array("curves/enlarged");
    if (!this.theme) return;
    if (output) for (let row = 0; row < output.shape[0]; row += 1) drawCurve(this.over, output, row, span, axes, this.theme.accent);
    if (enlarged && this.#enlarged()) {
      const most = Math.max(1e-6, largest(enlarged));
      const own = { x: axes.x, y: (/** @type {number} */ value) => height / 2 - (value / most) * height * 0.42 };
      drawCurve(this.over, enlarged, 0, span, own, this.theme.forward);
    }
  }

  /** @param {MouseEvent} event */
  #pick(event) {
    const { data } = this;
    if (!data) return;
    const box = this.box.getBoundingClientRect();
    const axes = axesOf(this.#domain(data), box.width, box.height);
    const sample = nearestSample(data, axes, event.clientX - box.left, event.clientY - box.top);
    if (sample !== null) this.host.choose(sample);
  }
}
