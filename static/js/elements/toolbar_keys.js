// @ts-check
/** The keys that work everywhere on the page but where one types or where the key has a meaning of its own. */

const TYPING = "input, select, textarea, [contenteditable]";
const OWN_SPACE = "button, a, summary, [role='button'], [tabindex='0'].nn-chart";

/**
 * @param {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "target">} event
 * @returns {string | null} a command's type, "turn" for play and pause, or "back" for a step back
 */
export function commandOfKey(event) {
  const target = /** @type {{closest?: (selector: string) => unknown} | null} */ (event.target);
  if (target?.closest?.(TYPING) || event.altKey) return null;
  if (event.ctrlKey || event.metaKey) {
    const key = event.key.toLowerCase();
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }
  if (event.key === " ") return event.repeat || target?.closest?.(OWN_SPACE) ? null : "turn";
  if (event.key === ",") return "back";
  if (event.code === "Period" || event.key === ".") return event.shiftKey ? "step_epoch" : "step";
  return null;
}
