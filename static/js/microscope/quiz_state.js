// @ts-check
/** What the page knows of the card that is open, and of how well one has predicted; the answer is none of it. */

/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../store/store.js").Action} Action */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./walk.js").Pick} Pick */
/** @typedef {{name: string, index: number[]}} Element */
/** @typedef {{code: string, elements: Element[], value: number | null}} Choice */
/** @typedef {{kind: string, event: number, column: number, quantity: string, subject: Element | null, choices: Choice[]}} Card */
/** @typedef {{asked: number, first: number, tries: number, hints: number}} Tally */
/** @typedef {{hints: number, rule: string, working: {element: Element, expression: import("./walk.js").Expression}[]}} Hint */
/** @typedef {{given: string, mistake: string | null}} Missed */
/** @typedef {{given: string | null, answer: string, element: Element, mistake: string | null}} Settled */
/**
 * @typedef {{on: boolean, tally: Tally, card: Card | null, wrong: string[], missed: Missed | null, hint: Hint | null, settled: Settled | null}} Quiz
 * `wrong` are the choices that were tried, `missed` is the last answer, `settled` what the card has come to
 */

const NO_CARD = { card: null, wrong: [], missed: null, hint: null, settled: null };

/** @type {Quiz} */
export const NO_QUIZ = { on: false, tally: { asked: 0, first: 0, tries: 0, hints: 0 }, ...NO_CARD };

/** Whether a card waits to be answered. @param {Quiz} quiz */
export const isOpen = ({ card, settled }) => card !== null && settled === null;

/** Without a card. @param {Quiz} quiz @returns {Quiz} */
export const putAway = (quiz) => (quiz.card ? { ...quiz, ...NO_CARD } : quiz);

/** A card belongs to one place: before its event, and after it once it is settled. @param {Quiz} quiz @param {number} cursor @param {number} column @returns {Quiz} */
export function quizAt(quiz, cursor, column) {
  const { card, settled } = quiz;
  return card && (card.column !== column || cursor !== card.event + (settled ? 1 : 0)) ? putAway(quiz) : quiz;
}

/** What is looked at once a number is revealed. @param {Element} element @returns {Partial<Pick>} */
export function revealed({ name, index }) {
  const parts = name.split("/");
  const [path, role] = parts.slice(-2);
  const [layer, unit] = [Number(path), index[0] ?? 0];
  if (["weight", "bias", "scale", "shift"].includes(role)) return { layer, unit, role, input: role === "weight" ? index[1] : null };
  return { layer: role === "dx" ? layer - 1 : layer, unit };
}

/** @param {(quiz: Quiz, action: Action) => Quiz} change @returns {(state: State, action: Action) => State} */
const onQuiz = (change) => (state, action) => (state.walk ? { ...state, walk: { ...state.walk, quiz: change(state.walk.quiz, action) } } : state);

/** The same for what is said of one card: of any other it comes too late. @param {(quiz: Quiz, action: Action) => Quiz} change */
const onCard = (change) => onQuiz((quiz, action) => (isOpen(quiz) && quiz.card?.event === action.event ? change(quiz, action) : quiz));

/** @type {Record<string, (state: State, action: Action) => State>} */
export const QUIZ_REDUCERS = {
  predicting: onQuiz((quiz, { on, tally }) => ({ ...(on ? quiz : putAway(quiz)), on, tally })),
  question_asked: onQuiz((quiz, { card, wrong }) => {
    const again = isOpen(quiz) && JSON.stringify(quiz.card) === JSON.stringify(card);
    return again ? quiz : { ...quiz, ...NO_CARD, card, wrong };
  }),
  question_hinted: onCard((quiz, { hints, rule, working }) => ({ ...quiz, hint: { hints, rule, working } })),
  question_missed: onCard((quiz, { given, mistake }) => ({ ...quiz, wrong: [...quiz.wrong, given], missed: { given, mistake } })),
  question_settled(state, action) {
    const settle = onCard((quiz, { given, answer, element, mistake }) => ({ ...quiz, missed: null, settled: { given, answer, element, mistake } }));
    const { walk, ...rest } = settle(state, action);
    return walk?.quiz.settled ? { ...rest, walk: { ...walk, term: 0, pick: { ...walk.pick, ...revealed(action.element) } } } : { ...rest, walk };
  },
};
