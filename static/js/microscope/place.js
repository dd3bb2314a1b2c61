// @ts-check
/** Where in a step the reader stands, and where each way leads: from event to event, unit to unit, term to term. */

import { numbersInto } from "../store/targets.js";
import { eventAt, keyOf } from "./walk.js";
import { byUnit } from "./zoom.js";

/** @typedef {import("./walk.js").TraceEvent} TraceEvent */
/** @typedef {import("./walk.js").Pick} Pick */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./zoom.js").Zoom} Zoom */
/** @typedef {import("../store/columns.js").Column} Column */
/** @typedef {import("../store/state.js").ParameterTarget} ParameterTarget */
/**
 * After `cursor` events, at one number of the last, at one term of its formula (Infinity is the last), in one sample.
 * @typedef {{cursor: number, pick: Pick, term: number, column: number}} Place
 */

const FEW = 8; // units that one goes through one by one without being asked

/** Whether an event computes something for every parameter at once. @param {TraceEvent} event */
export const ofParameters = (event) => event.phase === "update" && event.shapes[0]?.length === 1;

/** Whether an event gives the gradient of a layer's own parameters. @param {TraceEvent} event */
export const ofGradient = (event) => event.quantity === "gradient";

/** The layer whose units an event has numbers of; -1 for the inputs, null for the whole network. @param {TraceEvent} event */
export function layerOf(event) {
  return event.layer !== null && event.quantity === "dx" ? event.layer - 1 : event.layer;
}

/** How many units an event has numbers of. @param {TraceEvent | null} event */
export function unitsOf(event) {
  return event && !ofParameters(event) ? event.shapes[0]?.[0] ?? 1 : 1;
}

/** @param {Zoom | null} zoom as chosen @param {TraceEvent | null} event @returns {Zoom} as it holds */
export function zoomAt(zoom, event) {
  return zoom ?? (event?.phase === "backward" && unitsOf(event) <= FEW ? "neuron" : "layer");
}

/** The parameter that is looked at. @param {Column[]} columns @param {Pick} pick @param {number} [layer] @returns {ParameterTarget | null} */
export function parameterAt(columns, pick, layer = pick.layer) {
  const units = columns[layer + 1]?.units ?? 0;
  const numbers = numbersInto(columns, layer, Math.min(pick.unit, units - 1));
  if (numbers.length === 0) {
    const able = columns.findLast((column) => numbersInto(columns, column.layer, 0).length > 0);
    return able && able.layer !== layer ? parameterAt(columns, { ...pick, layer: able.layer }) : null;
  }
  return numbers.find((number) => pickOf(number).role === pick.role && number.input === pick.input) ?? numbers[0];
}

/** @param {ParameterTarget} target @returns {Pick} */
export function pickOf({ name, layer, unit, input }) {
  return { layer, unit, role: name.slice(name.lastIndexOf("/") + 1), input };
}

/**
 * The name and index of the number that is looked at, as the session knows it; null where an event computes none.
 * @param {TraceEvent | null} event @param {Pick} pick @param {number} column @param {Column[]} columns
 * @returns {{name: string, index: number[]} | null}
 */
export function numberAt(event, pick, column, columns) {
  if (!event || event.outputs.length === 0) return null;
  if (ofParameters(event)) {
    const parameter = parameterAt(columns, pick);
    return parameter && { name: `${event.outputs[0]}/${parameter.name}`, index: parameter.index };
  }
  let at = 0;
  if (ofGradient(event)) {
    at = Math.max(0, event.outputs.findIndex((name) => name.endsWith(`/${pick.role}`)));
  }
  const shape = event.shapes[at];
  const name = event.outputs[at];
  const unit = Math.min(pick.unit, (shape[0] ?? 1) - 1);
  if (shape.length < 2) return { name, index: shape.length ? [unit] : [] };
  const second = name.startsWith("gradient/") ? Math.max(0, pick.input ?? 0) : column;
  return { name, index: [unit, Math.min(second, shape[1] - 1)] };
}

/** The formula of the number that is looked at, once it is known. @param {Walk} walk @param {Column[]} columns */
export function explainedAt(walk, columns) {
  const number = numberAt(eventAt(walk), walk.pick, walk.column, columns);
  return number ? walk.explained[keyOf({ event: walk.cursor - 1, ...number })] : undefined;
}

/** @param {Walk} walk @param {number} cursor @param {"first" | "last"} end of the units and terms, where one goes through them @returns {Place} */
function arrive(walk, cursor, end) {
  const place = Math.max(0, Math.min(walk.events.length, cursor));
  const event = walk.events[place - 1] ?? null;
  const units = unitsOf(event);
  const layer = event && layerOf(event) !== null && !ofParameters(event) ? Number(layerOf(event)) : walk.pick.layer;
  const here = { cursor: place, term: end === "first" ? 0 : Infinity, column: walk.column };
  if (!byUnit(zoomAt(walk.zoom, event)) || units < 2) {
    return { ...here, pick: { ...walk.pick, layer, unit: event && ofParameters(event) ? walk.pick.unit : Math.min(walk.pick.unit, units - 1) } };
  }
  return { ...here, pick: { ...walk.pick, layer, unit: end === "first" ? 0 : units - 1 } };
}

/** Where the walk stands. @param {Walk} walk @returns {Place} */
export const placeOf = ({ cursor, pick, term, column }) => ({ cursor, pick, term, column });

/**
 * One on or back, at the zoom that holds: a sample, a phase, an event, a unit of it, a term of that unit's formula.
 * @param {Walk} walk @param {1 | -1} way @param {number} [terms] of the formula that is looked at @returns {Place}
 */
export function step(walk, way, terms = 1) {
  const event = eventAt(walk);
  const zoom = zoomAt(walk.zoom, event);
  if (zoom === "sample") return { ...placeOf(walk), column: Math.max(0, Math.min(walk.samples.length - 1, walk.column + way)) };
  if (zoom === "phase") return stride(walk, way, "phase");
  if (zoom === "term" && event) {
    const term = Math.min(walk.term, terms - 1) + way;
    if (term >= 0 && term < terms) return { ...placeOf(walk), term };
  }
  const unit = walk.pick.unit + way;
  if (event && byUnit(zoom) && unit >= 0 && unit < unitsOf(event)) {
    return { ...placeOf(walk), pick: { ...walk.pick, unit }, term: way > 0 ? 0 : Infinity };
  }
  const cursor = walk.cursor + way;
  return cursor < 0 || cursor > walk.events.length ? placeOf(walk) : arrive(walk, cursor, way > 0 ? "first" : "last");
}

/** To a place in the step. @param {Walk} walk @param {number} cursor @returns {Place} */
export const goTo = (walk, cursor) => arrive(walk, cursor, "first");

/** To where the next (or the former) layer or phase is complete. @param {Walk} walk @param {1 | -1} way @param {"layer" | "phase"} whole @returns {Place} */
export function stride(walk, way, whole) {
  const { events } = walk;
  const differ = (/** @type {number} */ k) => {
    const [one, other] = [events[k - 1], events[k]];
    return !one || !other || one.phase !== other.phase || (whole === "layer" && one.layer !== other.layer);
  };
  let cursor = walk.cursor + way;
  while (cursor > 0 && cursor < events.length && !differ(cursor)) cursor += way;
  return arrive(walk, cursor, "first");
}

/** The next number of the same event: a unit's, or a parameter's. @param {Walk} walk @param {1 | -1} way @param {Column[]} columns @returns {Pick} */
export function otherNumber(walk, way, columns) {
  const event = eventAt(walk);
  const { pick } = walk;
  if (!event) return pick;
  const round = (/** @type {number} */ k, /** @type {number} */ count) => (k + count) % count;
  if (!ofParameters(event) && !ofGradient(event)) return { ...pick, unit: round(Math.min(pick.unit, unitsOf(event) - 1) + way, unitsOf(event)) };
  const layer = event.layer ?? pick.layer;
  const now = parameterAt(columns, pick, layer);
  if (!now) return pick;
  const units = columns[now.layer + 1].units;
  const roles = new Set(event.outputs.map((name) => name.slice(name.lastIndexOf("/") + 1)));
  const into = (/** @type {number} */ unit) => numbersInto(columns, now.layer, unit).filter((number) => ofParameters(event) || roles.has(pickOf(number).role));
  const here = into(now.unit);
  const at = here.findIndex((number) => number.name === now.name && number.input === now.input) + way;
  if (at >= 0 && at < here.length) return pickOf(here[at]);
  const there = into(round(now.unit + way, units));
  return pickOf(there[way > 0 ? 0 : there.length - 1] ?? now);
}
