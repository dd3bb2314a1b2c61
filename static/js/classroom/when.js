// @ts-check
/** A moment in words of the reader's own language: "at 14:05" today, with the day otherwise. */

const DAY = 24 * 3600;

/** @param {number} seconds since 1970 @param {number} now the same @param {string} [locale] */
export function when(seconds, now, locale) {
  const near = seconds - now < DAY / 2;
  return new Date(1000 * seconds).toLocaleString(locale, near ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}
