// @ts-check
/** How an event changes what a page knows of the poll before the class: pure. */

/** @typedef {import("../protocol/room_schema.js").PollShown} PollShown */
/** @typedef {import("../protocol/room_schema.js").SentenceShown} SentenceShown */
/** @typedef {import("./state.js").RoomState} RoomState */

/** @param {RoomState} state @param {{type: string, [field: string]: any}} action @returns {RoomState} */
export function reducePoll(state, action) {
  const { room, me } = state;
  switch (action.type) {
    case "poll_moved": {
      if (!room) return state;
      const same = action.poll && action.poll.number === room.poll?.number;
      return { ...state, room: { ...room, poll: action.poll, sentences: same ? room.sentences : [] } };
    }
    case "votes_counted":
      if (room?.poll?.number !== action.poll || !room?.poll) return state;
      return { ...state, room: { ...room, poll: { ...room.poll, tallies: action.tallies } } };
    case "sentence_said":
      if (room?.poll?.number !== action.poll || !room) return state;
      return { ...state, room: { ...room, sentences: put(room.sentences, action.sentence) } };
    case "poll_presented": {
      if (!me) return state;
      const same = action.poll && action.poll.number === me.poll?.number;
      return { ...state, me: { ...me, poll: action.poll, answers: same ? me.answers : [] } };
    }
    case "own_answers_changed":
      return me?.poll?.number === action.poll && me ? { ...state, me: { ...me, answers: action.answers } } : state;
    default:
      return state;
  }
}

/** @param {SentenceShown} sentence */
const place = ({ question, round, member }) => `${question}/${round}/${member}`;

/** @param {SentenceShown[]} sentences @param {SentenceShown} said */
function put(sentences, said) {
  const known = sentences.some((each) => place(each) === place(said));
  return known ? sentences.map((each) => (place(each) === place(said) ? said : each)) : [...sentences, said];
}
