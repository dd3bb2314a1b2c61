// @ts-check
/** What a page of a classroom asks over HTTP: the answer, or the problem as an error with its code. */

/** @typedef {import("../lib/text.js").Text} Text */

export class Refused extends Error {
  /** @param {string} code @param {Record<string, unknown>} values */
  constructor(code, values) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

/** @param {string} path @param {unknown} [body] @param {string} [method] @returns {Promise<any>} */
export async function post(path, body, method = "POST") {
  const answer = await fetch(path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const told = await answer.json().catch(() => null);
  const problem = told?.problems?.[0];
  throw problem ? new Refused(problem.code, problem.values) : new Error(String(answer.status));
}

/** Why something did not work, in words. @param {Text} texts @param {unknown} error */
export function reason(texts, error) {
  if (!(error instanceof Refused)) return texts("room.failed");
  return problemWords(texts, error.code, error.values);
}

/** @param {Text} texts @param {string} code @param {Record<string, unknown>} values */
export function problemWords(texts, code, values) {
  const words = texts(`room.problem.${code}`, values);
  return words === `room.problem.${code}` ? texts("room.failed") : words;
}
