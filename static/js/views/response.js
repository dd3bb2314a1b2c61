// @ts-check
/** A curve over one input: what the network (or one neuron) answers from the smallest to the largest x, over the samples. */

/** @typedef {import("./theme.js").Theme} Theme */
/** @typedef {import("./points.js").Axes} Axes */

/**
 * @param {CanvasRenderingContext2D} ctx @param {import("../protocol/frame.js").FrameArray} array @param {number} row
 * @param {[number, number]} span of x @param {Axes} axes @param {string} colour
 */
export function drawCurve(ctx, array, row, span, axes, colour) {
  const count = array.shape[array.shape.length - 1];
  ctx.beginPath();
  for (let k = 0; k < count; k += 1) {
    const value = array.shape.length > 1 ? array.at(row, k) : array.at(k);
    ctx.lineTo(axes.x(span[0] + ((span[1] - span[0]) * k) / (count - 1)), axes.y(value));
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2.5;
  ctx.lineJoin = "round";
  ctx.stroke();
}

/** Quiet lines at round values, with their numbers. @param {CanvasRenderingContext2D} ctx @param {Axes} axes @param {number[]} xs @param {number[]} ys @param {number} width @param {number} height @param {Theme} theme @param {(value: number) => string} write */
export function drawGrid(ctx, axes, xs, ys, width, height, theme, write) {
  ctx.fillStyle = theme.line;
  for (const x of xs) ctx.fillRect(Math.round(axes.x(x)), 0, 1, height);
  for (const y of ys) ctx.fillRect(0, Math.round(axes.y(y)), width, 1);
  ctx.fillStyle = theme.quiet;
  ctx.font = `${11 * theme.zoom}px ${theme.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  for (const y of ys) ctx.fillText(write(y), 4, axes.y(y) - 2);
  ctx.textAlign = "center";
  for (const x of xs) ctx.fillText(write(x), axes.x(x), height - 3);
}

/** Round values within a range, about so many. @param {number} low @param {number} high */
export function ticks(low, high, about = 5) {
  const rough = (high - low) / about;
  const base = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((rung) => rung * base >= rough) ?? 10) * base;
  /** @type {number[]} */
  const values = [];
  for (let k = Math.ceil(low / step + 1e-9); k * step < high - step * 1e-9; k += 1) values.push(Number((k * step).toPrecision(12)));
  return values;
}
