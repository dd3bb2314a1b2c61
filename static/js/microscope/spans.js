// @ts-check
/**
 * A position is a real number along a step: 3.25 is after three events, with a quarter of the fourth gone. Each place that
 * one can stand at is a span of it; where one goes unit by unit or term by term, these share their event's span.
 */

import { unitsOf, zoomAt } from "./place.js";
import { byUnit } from "./zoom.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./place.js").Place} Place */
/** @typedef {{event: number, unit: number, term: number, t: number}} Flight an event under way, in which unit and term, and how far */

const HAIR = 1e-9; // what a place is known by may be off by rounding

/** How many parts the span of an event has, for its units and for the terms of each. @param {Walk} walk @param {number} event @param {number} terms */
function partsOf(walk, event, terms) {
  const zoom = zoomAt(walk.zoom, walk.events[event] ?? null);
  return { units: byUnit(zoom) ? unitsOf(walk.events[event]) : 1, terms: zoom === "term" ? terms : 1 };
}

/** Where a place begins, and where it is complete. @param {Walk} walk @param {Place} place @param {number} [terms] of its formula @returns {[number, number]} */
export function spanOf(walk, { cursor, pick, term }, terms = 1) {
  if (cursor === 0) return [0, 0];
  const parts = partsOf(walk, cursor - 1, terms);
  const first = Math.min(pick.unit, parts.units - 1) * parts.terms + Math.min(term, parts.terms - 1);
  const all = parts.units * parts.terms;
  return [cursor - 1 + first / all, cursor - 1 + (first + 1) / all];
}

/** What is under way at a position. @param {Walk} walk @param {number} position @param {number} [terms] @returns {Flight} */
export function flightAt(walk, position, terms = 1) {
  const event = Math.max(0, Math.ceil(position - HAIR) - 1);
  const parts = partsOf(walk, event, terms);
  const inside = (position - event) * parts.units * parts.terms;
  const part = Math.max(0, Math.ceil(inside - HAIR) - 1);
  return { event, unit: Math.floor(part / parts.terms), term: part % parts.terms, t: Math.max(0, Math.min(1, inside - part)) };
}

/** The place that a position belongs to. @param {Walk} walk @param {number} position @param {number} [terms] @returns {{cursor: number, unit: number, term: number}} */
export function placeAt(walk, position, terms = 1) {
  const { event, unit, term } = flightAt(walk, position, terms);
  return { cursor: position <= HAIR ? 0 : event + 1, unit, term };
}
