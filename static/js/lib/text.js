// @ts-check
/** The sentences a person reads, by code: `text("network.neuron", {unit: 3})`. They are served with the page. */

/** @typedef {(code: string, values?: Record<string, unknown>) => string} Text */

/** @param {Record<string, string>} sentences @returns {Text} an unknown code answers itself, so that it is seen and mended */
export function createText(sentences) {
  return (code, values = {}) => {
    const sentence = Object.hasOwn(sentences, code) ? sentences[code] : code;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  };
}
