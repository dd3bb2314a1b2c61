// @ts-check
/** What the graph is made of: one column for the inputs and one a layer, derived from the design and the data. */

/** @typedef {import("./state.js").Design} Design */
/** @typedef {import("./state.js").Data} Data */

/**
 * @typedef {object} Column
 * @property {number} layer -1 for the inputs
 * @property {string} kind
 * @property {number} units
 * @property {string | null} activation
 * @property {boolean} dense joined to every unit before it; otherwise unit by unit
 * @property {boolean} image drawn as one picture of all its units
 * @property {string[]} names of its units, where they have any
 */

/** @param {Design | null} design @param {Data | null} data @returns {Column[]} */
export function columnsOf(design, data) {
  if (!design || !data) return [];
  /** @type {Column[]} */
  const columns = [{
    layer: -1,
    kind: "input",
    units: data.feature_names.length,
    activation: null,
    dense: false,
    image: data.shape === "image",
    names: data.feature_names,
  }];
  design.layers.forEach((layer, index) => {
    const dense = layer.kind === "dense";
    const last = index === design.layers.length - 1;
    columns.push({
      layer: index,
      kind: layer.kind,
      units: dense ? layer.units ?? 1 : columns[index].units,
      activation: layer.activation ?? layer.function ?? null,
      dense,
      image: !dense && columns[index].image,
      names: last && data.task !== "binary" ? (data.task === "classes" ? data.class_names : data.target_names) : [],
    });
  });
  return columns;
}

/**
 * The units of a column that are drawn: the first that fit, those that are pinned, and the last.
 * @param {number} units @param {number} capacity places, the ellipsis being one @param {number[]} pins
 * @returns {{drawn: number[], before: number, hidden: number}} `before`: how many are drawn above the ellipsis
 */
export function drawnUnits(units, capacity, pins) {
  if (units <= capacity) return { drawn: Array.from({ length: units }, (_, unit) => unit), before: units, hidden: 0 };
  const extra = [...new Set(pins)].filter((unit) => unit >= 0 && unit < units - 1).sort((a, b) => a - b);
  const first = Math.max(1, capacity - 2 - extra.length);
  const head = Array.from({ length: first }, (_, unit) => unit);
  const drawn = [...head, ...extra.filter((unit) => unit >= first), units - 1];
  return { drawn, before: first, hidden: units - drawn.length };
}

/** Whether two designs have the same arrays, so that a picture of one may stand for the other. @param {Design | null} one @param {Design | null} other */
export function sameNetwork(one, other) {
  if (!one || !other || one.layers.length !== other.layers.length) return false;
  const shape = (/** @type {Design} */ design) =>
    design.layers.map(({ kind, units, activation, function: name }) => [kind, units, activation, name]);
  return JSON.stringify([shape(one), one.data]) === JSON.stringify([shape(other), other.data]);
}
