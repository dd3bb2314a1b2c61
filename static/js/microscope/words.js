// @ts-check
/** Where one stands in a step, in words. */

import { layerName } from "../elements/names.js";
import { figure } from "./figure.js";
import { layerOf, numberAt, ofGradient, ofParameters, unitsOf, zoomAt } from "./place.js";
import { inLine, symbolOf } from "./symbols.js";
import { eventAt } from "./walk.js";
import { byUnit } from "./zoom.js";

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("../store/columns.js").Column} Column */

/** @type {Record<string, string>} what an event computes, as one writes it in a small space */
const SIGNS = {
  z: "z", a: "a", mask: "r", random: "r", loss: "L", da: "∂a", delta: "δ", gradient: "∂w", dx: "∂a", parameters: "w", m_hat: "m̂", v_hat: "v̂", change: "Δ",
  m: "m", v: "v", velocity: "v", square: "s", ahead: "v", free: "g", clipped: "g", l1_gradient: "g", l2_gradient: "g", count: "t", advance: "η", scale: "s",
  mean: "μ", variance: "σ²", normal: "x̂", running_mean: "μ̄", running_variance: "σ̄²", direction: "d", learning_rate: "η",
};

/** @param {import("./walk.js").TraceEvent} event */
export const signOf = (event) => SIGNS[event.quantity] ?? "·";

/** "backward · layer 2 · neuron 3: δ". @param {Text} text @param {Walk} walk @param {Column[]} columns */
export function placeWords(text, walk, columns) {
  const event = eventAt(walk);
  if (!event) return text("microscope.before");
  const parts = [text(`microscope.phase.${event.phase}`)];
  const layer = layerOf(event);
  if (layer !== null && event.quantity !== "loss") parts.push(layerName(text, layer).toLowerCase());
  const many = unitsOf(event) > 1 && !ofGradient(event) && !ofParameters(event);
  if (many && byUnit(zoomAt(walk.zoom, event))) parts.push(text("microscope.neuron", { unit: Math.min(walk.pick.unit, unitsOf(event) - 1) + 1 }));
  const number = numberAt(event, walk.pick, walk.column, columns);
  const sign = number ? inLine(symbolOf(number.name, number.index, walk.column), !many) : signOf(event);
  return `${parts.join(" · ")}: ${sign}`;
}

/** What a reader who does not see is told. @param {Text} text @param {Walk} walk @param {Column[]} columns @param {number | null | undefined} value */
export function narration(text, walk, columns, value) {
  const place = placeWords(text, walk, columns);
  return value === undefined ? place : text("microscope.narration", { place, value: figure(value) });
}
