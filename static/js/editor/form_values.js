// @ts-check
/** A form that the server rendered from a Spec, read into the Spec's JSON and filled from it. */

/** @typedef {Record<string, any>} Spec */

/** @param {Spec} spec @param {string} path dots between a nested Spec and its field */
export function valueAt(spec, path) {
  return path.split(".").reduce((inner, name) => inner?.[name], /** @type {any} */ (spec));
}

/** @param {Spec} spec @param {string} path @param {unknown} value */
export function putAt(spec, path, value) {
  const names = path.split(".");
  const last = /** @type {string} */ (names.pop());
  let inner = spec;
  for (const name of names) inner = inner[name] ??= {};
  inner[last] = value;
}

/** A number as an input shows it: rates come with one significant figure off a logarithmic track. @param {number} position */
export function fromLogarithm(position) {
  return Number((10 ** position).toPrecision(1));
}

/** The next number with one significant figure, up or down. @param {number} value @param {1 | -1} way */
export function nextFigure(value, way) {
  if (!(value > 0)) return 1e-4;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const digit = value / power;
  const next = way > 0 ? Math.floor(digit + 1e-9) + 1 : Math.ceil(digit - 1e-9) - 1;
  return Number((next === 0 ? 0.9 * power : next * power).toPrecision(1));
}

/** What a form needs to know of a Spec: no rows, no arrays of numbers. @param {Spec} spec @returns {Spec} */
export function formPart(spec) {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => (
    Array.isArray(value) ? value.every((each) => typeof each === "string") && value.length <= 32
      : value === null || typeof value !== "object" || "kind" in value
  )));
}

/** @param {Element} root @returns {HTMLElement[]} */
const controls = (root) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-path]")]);

/** @param {HTMLElement} control @returns {HTMLInputElement[]} */
const boxes = (control) => [...control.querySelectorAll("input")];

/** What one control says; undefined when it is no value. @param {HTMLElement} control @returns {unknown} */
function read(control) {
  const { type } = control.dataset;
  if (type === "list") return boxes(control).filter((box) => box.checked).map((box) => box.value);
  if (type === "pick") return boxes(control).find((box) => box.checked)?.value;
  const input = /** @type {HTMLInputElement} */ (control);
  if (type === "switch") return input.checked;
  if (type === "text") return input.value;
  return input.value !== "" && input.checkValidity() ? Number(input.value) : undefined;
}

/** The Spec that a form says; null while one of its fields is no value. @param {Element} root @returns {Spec | null} */
export function readForm(root) {
  /** @type {Spec} */
  const spec = {};
  for (const control of controls(root)) {
    const value = read(control);
    if (value === undefined) return null;
    putAt(spec, control.dataset.path ?? "", value);
  }
  return spec;
}

/** Puts a Spec's values into a form of its kind. @param {Element} root @param {Spec} spec */
export function fillForm(root, spec) {
  for (const control of controls(root)) {
    const value = valueAt(spec, control.dataset.path ?? "");
    if (value === undefined) continue;
    const { type } = control.dataset;
    if (type === "list") for (const box of boxes(control)) box.checked = value.includes(box.value);
    else if (type === "pick") for (const box of boxes(control)) box.checked = box.value === value;
    else if (type === "switch") /** @type {HTMLInputElement} */ (control).checked = value;
    else if (/** @type {HTMLInputElement} */ (control).value !== String(value)) {
      /** @type {HTMLInputElement} */ (control).value = String(value);
    }
  }
  fillTracks(root);
}

/** Whether a form was rendered for the kinds that a Spec and those nested in it have. @param {Element} root @param {Spec} spec */
export function fits(root, spec) {
  const forms = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-kind]")]);
  return forms.length > 0 && forms.every((form) => {
    const prefix = form.dataset.prefix ?? "";
    return valueAt(spec, `${prefix}kind`) === (form.dataset.kind || undefined);
  });
}

/** The number's input that a track belongs to. @param {Element} root @param {HTMLInputElement} track */
export function numberOf(root, track) {
  return /** @type {HTMLInputElement} */ (root.querySelector(`#${CSS.escape(track.dataset.track ?? "")}`));
}

/** Puts every track where its number is. @param {Element} root */
export function fillTracks(root) {
  for (const track of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("[data-track]"))) {
    const value = Number(numberOf(root, track).value);
    track.value = String(track.dataset.scale === "log" ? Math.log10(Math.max(value, 1e-12)) : value);
    paint(track);
  }
}

/** Colours a track up to its thumb. @param {HTMLInputElement} track */
export function paint(track) {
  const [low, high, at] = [track.min, track.max, track.value].map(Number);
  track.style.setProperty("--fill", `${(100 * (at - low)) / (high - low)}%`);
}
