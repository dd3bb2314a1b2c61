// @ts-check
/** The keys of the microscope, where one does not type and where the key has no meaning of its own. */

const TYPING = "input:not([type='checkbox'], [type='radio']), select, textarea, [contenteditable]";
const OWN_SPACE = "button, a, summary, [role='button']";
const DIALOG = "dialog, [popover]";

/** @type {Record<string, string>} */
const KEYS = {
  ArrowLeft: "back", ArrowRight: "on", ArrowUp: "number_before", ArrowDown: "number_after", Home: "begin", End: "end",
  "+": "closer", "=": "closer", "-": "farther", Escape: "close", d: "digits", D: "digits", e: "edit", E: "edit",
  q: "predict", Q: "predict",
};

/** @typedef {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "target" | "defaultPrevented">} Press */

/** Whether a key means something else where it was pressed. @param {Press} event */
function taken({ defaultPrevented, ctrlKey, metaKey, altKey, target }) {
  const within = /** @type {{closest?: (selector: string) => unknown} | null} */ (target);
  return Boolean(defaultPrevented || ctrlKey || metaKey || altKey || within?.closest?.(TYPING) || within?.closest?.(DIALOG));
}

/** Whether a press is a figure with which a choice is made. @param {Press} event */
export const answers = (event) => !taken(event) && /^[1-9]$/.test(event.key);

/**
 * @param {Press} event
 * @param {boolean} open whether a step is walked
 * @returns {string | null} what is wished
 */
export function wishOf(event, open) {
  const target = /** @type {{closest?: (selector: string) => unknown} | null} */ (event.target);
  if (taken(event)) return null;
  if (event.key === "m" || event.key === "M") return open ? "close" : "open";
  if (!open) return null;
  if (event.key === " ") return target?.closest?.(OWN_SPACE) ? null : "play";
  if (event.shiftKey && event.key === "ArrowLeft") return "layer_back";
  if (event.shiftKey && event.key === "ArrowRight") return "layer_on";
  return KEYS[event.key] ?? null;
}
