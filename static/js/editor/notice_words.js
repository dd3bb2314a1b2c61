// @ts-check
/** What a notice says: the sentence of its code, in the learner's words, and the mend where there is one. */

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {{code: string, values: Record<string, any>}} Said */

/** The sentence of a code; null when the texts have none. @param {Text} text @param {string} code @param {Record<string, unknown>} [values] */
function sentence(text, code, values) {
  return text(code) === code ? null : text(code, values);
}

/** "layers/1/units" as "Layer 2, units". @param {Text} text @param {string} where */
export function placeName(text, where) {
  const parts = where.split("/");
  const words = [];
  for (let at = 0; at < parts.length; at += 1) {
    if (parts[at] === "layers" && /^\d+$/.test(parts[at + 1] ?? "")) {
      words.push(text("place.layer", { layer: Number(parts[(at += 1)]) + 1 }));
    } else {
      const label = sentence(text, `label.${parts[at]}`);
      if (label) words.push(words.length > 0 ? label.toLowerCase() : label);
    }
  }
  return words.join(", ") || text("place.design");
}

/** Names of kinds within a problem's values become words. @param {Text} text @param {Record<string, any>} values */
function worded(text, values) {
  const words = { ...values };
  for (const noun of ["activation", "loss"]) {
    if (typeof values[noun] === "string") words[noun] = sentence(text, `${noun}.${values[noun]}`) ?? values[noun];
  }
  return words;
}

/** @param {Text} text @param {Said} notice @returns {string} */
export function noticeWords(text, { code, values }) {
  const words = worded(text, { ...values, place: placeName(text, values.where ?? "") });
  if (code === "diverged") {
    words.cause = text(`cause.${values.cause}`);
    words.remedy = text(`remedy.${values.remedy}`);
  }
  const names = [code, `notice.${code}.${values.reason}`, `notice.${code}`]; // the island's own codes are whole ones
  const own = names.map((name) => sentence(text, name, words)).find((said) => said !== null);
  const said = own ?? (code.startsWith("field_") ? text("notice.field", words) : text("notice.other", { code }));
  return values.mend ? `${said} ${text(`mend.${values.mend}`, words)}` : said;
}

/** What an edit kept and what it drew anew, by layers: "layer 1; drawn anew: layer 2". @param {Text} text @param {string[]} names */
export function layersNamed(text, names) {
  const layers = [...new Set(names.map((name) => Number(name.split("/")[1])))].sort((one, other) => one - other);
  return layers.map((layer) => text("place.layer", { layer: layer + 1 }).toLowerCase()).join(", ");
}
