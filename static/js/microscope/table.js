// @ts-check
/** A layer of the walk as tables: what it has computed for one sample, and its parameters before and after. */

/** @typedef {{heads: string[], rows: {name: string, values: (number | null)[]}[]}} Grid */
/** @typedef {number | number[] | number[][]} Array */

const OPENS_A_FORMULA = /^[=+\-@\t\r]/;

/** The last part of an array's name, the gradient's with a sign of it. @param {string} name */
const headOf = (name) => {
  const own = name.slice(name.lastIndexOf("/") + 1);
  return name.startsWith("gradient/") ? `∂L/∂ ${own}` : own;
};

/** One array as columns. @param {string} name @param {Array} array @param {number} sample @returns {{head: string, values: number[]}[]} */
function columnsOf(name, array, sample) {
  const head = headOf(name);
  if (!Array.isArray(array)) return [{ head, values: [array] }];
  if (!Array.isArray(array[0])) return [{ head, values: /** @type {number[]} */ (array) }];
  const rows = /** @type {number[][]} */ (array);
  const parameter = /(^|\/)weight$/.test(name);
  if (!parameter) return [{ head, values: rows.map((row) => row[Math.min(sample, row.length - 1)]) }];
  return rows[0].map((_, input) => ({ head: `${head} ${input + 1}`, values: rows.map((row) => row[input]) }));
}

/**
 * @param {{arrays: Record<string, Array>, before: Record<string, Array>}} table @param {number} sample column of the batch
 * @param {string} old what stands before the name of a parameter as it was
 * @returns {Grid[]} one for each number of rows
 */
export function gridsOf({ arrays, before }, sample, old) {
  /** @type {Map<number, {head: string, values: number[]}[]>} */
  const byLength = new Map();
  const add = (/** @type {{head: string, values: number[]}[]} */ columns) => {
    for (const column of columns) byLength.set(column.values.length, [...(byLength.get(column.values.length) ?? []), column]);
  };
  for (const [name, array] of Object.entries(arrays)) {
    const was = before[name];
    if (was !== undefined && JSON.stringify(was) !== JSON.stringify(array)) {
      add(columnsOf(name, was, sample).map(({ head, values }) => ({ head: `${old} ${head}`, values })));
    }
    add(columnsOf(name, array, sample));
  }
  return [...byLength].sort(([one], [other]) => other - one).map(([length, columns]) => ({
    heads: columns.map(({ head }) => head),
    rows: Array.from({ length }, (_, row) => ({ name: String(row + 1), values: columns.map(({ values }) => values[row] ?? null) })),
  }));
}

/** A cell that a spreadsheet takes as text, whatever it begins with. @param {string} text */
export function harmless(text) {
  const safe = OPENS_A_FORMULA.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** All of them as lines of cells. @param {Grid[]} grids @param {string} between @param {(text: string) => string} cell */
export function linesOf(grids, between, cell) {
  const grid = (/** @type {Grid} */ { heads, rows }) => [["", ...heads].map(cell), ...rows.map(({ name, values }) => [cell(name), ...values.map((value) => (value === null ? "" : String(value)))])];
  return grids.map((one) => grid(one).map((line) => line.join(between)).join("\n")).join("\n\n");
}

/** @param {Grid[]} grids */
export const csvOf = (grids) => `${linesOf(grids, ",", harmless)}\n`;
