// @ts-check
/** A formula's tree as MathML elements, each symbol in its colour. */

/** @typedef {import("./formula.js").Math} Math */
/** @typedef {import("./formula.js").Mark} Mark */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** The class that says a mark's colour. @param {Mark} mark */
export function toneOf({ symbol, value }) {
  if (symbol.tone !== "sign") return `tone-${symbol.tone}`;
  if (value === null) return "tone-plain"; // it is still to be predicted
  return value < 0 ? "tone-negative" : "tone-positive";
}

/**
 * @param {Math} math @param {(element: MathMLElement, mark: Mark) => void} met called for every symbol
 * @returns {MathMLElement}
 */
function element({ tag, text, children = [], mark, between = false }, met) {
  const made = /** @type {MathMLElement} */ (document.createElementNS(MATHML, tag));
  if (text !== undefined) made.textContent = text;
  if (tag === "mi") made.setAttribute("mathvariant", "normal");
  if (tag === "mo" && "()[]|".includes(text ?? " ")) made.setAttribute("stretchy", "false");
  if (between) made.setAttribute("form", "infix");
  made.append(...children.map((child) => element(child, met)));
  if (mark) {
    made.setAttribute("class", `nn-symbol ${toneOf(mark)}`);
    met(made, mark);
  }
  return made;
}

/** @param {Math} math @param {(element: MathMLElement, mark: Mark) => void} met */
export function mathElement(math, met) {
  const root = /** @type {MathMLElement} */ (document.createElementNS(MATHML, "math"));
  root.setAttribute("displaystyle", "true");
  root.append(element(math, met));
  return root;
}
