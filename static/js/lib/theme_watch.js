// @ts-check
/** Tells when the colours of the page become others: the system's scheme, or an attribute on the root. */

/** @param {() => void} callback @returns {() => void} stops it */
export function watchTheme(callback) {
  const queries = [matchMedia("(prefers-color-scheme: dark)"), matchMedia("(prefers-contrast: more)")];
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-projector", "class"] });
  for (const query of queries) query.addEventListener("change", callback);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", callback);
  };
}
