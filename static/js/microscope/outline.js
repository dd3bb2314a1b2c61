// @ts-check
/** The outline of a tile, so far apart from it; inside it where that is negative. */

/** @typedef {import("../views/geometry.js").PlacedColumn} PlacedColumn */

/** @param {CanvasRenderingContext2D} ctx @param {PlacedColumn} column @param {{x: number, y: number}} slot @param {number} apart */
export function traceTile(ctx, column, slot, apart) {
  const size = column.tile + 2 * apart;
  ctx.beginPath();
  ctx.roundRect(slot.x - size / 2, slot.y - size / 2, size, size, Math.max(1, Math.min(8, column.tile * 0.16) + apart));
}
