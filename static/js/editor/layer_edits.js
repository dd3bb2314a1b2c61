// @ts-check
/** Edits of a stack of layers, as pure functions: the new layers, and for each the old one that it descends from. */

/** @typedef {Record<string, any>} Layer */
/** @typedef {{layers: Layer[], carry: (number | null)[]}} Edit */

/** A layer without the numbers it was to begin with, which fit its old shape alone. @param {Layer} layer @returns {Layer} */
function afresh(layer) {
  if (!layer.initial || Object.keys(layer.initial).length === 0) return layer;
  const { initial: _, ...rest } = layer;
  return rest;
}

/** From `index` on, layers may have other neighbours than before. @param {Layer[]} layers @param {number} index */
function refitted(layers, index) {
  return layers.map((layer, at) => (at < index ? layer : afresh(layer)));
}

/** @param {Layer[]} layers @returns {(number | null)[]} */
const places = (layers) => layers.map((_, index) => index);

/** @param {Layer[]} layers @param {number} index @param {Layer} layer @returns {Edit} */
export function inserted(layers, index, layer) {
  return {
    layers: refitted(layers.toSpliced(index, 0, layer), index),
    carry: /** @type {(number | null)[]} */ (places(layers)).toSpliced(index, 0, null),
  };
}

/** @param {Layer[]} layers @param {number} index @returns {Edit} */
export function removed(layers, index) {
  return { layers: refitted(layers.toSpliced(index, 1), index), carry: places(layers).toSpliced(index, 1) };
}

/** @param {Layer[]} layers @param {number} from @param {number} to @returns {Edit} */
export function moved(layers, from, to) {
  const carry = places(layers).toSpliced(from, 1).toSpliced(to, 0, from);
  return { layers: refitted(carry.map((index) => layers[/** @type {number} */ (index)]), Math.min(from, to)), carry };
}

/** A layer with other settings; of another kind it is another layer. @param {Layer[]} layers @param {number} index @param {Layer} spec @returns {Edit} */
export function changed(layers, index, spec) {
  const old = layers[index];
  const same = spec.kind === old.kind;
  const layer = same ? { ...old, ...spec } : spec;
  const resized = !same || layer.units !== old.units;
  const next = layers.with(index, layer);
  /** @type {(number | null)[]} */
  const carry = places(layers);
  if (!same) carry[index] = null;
  return { layers: resized ? refitted(next, index) : next, carry };
}
