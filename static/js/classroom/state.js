// @ts-check
/** What a page knows of its room, and how an event changes that: pure. */

import { reducePoll } from "./polling.js";

/** @typedef {import("../protocol/room_schema.js").TeacherState} TeacherState */
/** @typedef {import("../protocol/room_schema.js").MemberState} MemberState */
/** @typedef {import("../protocol/room_schema.js").MemberShown} MemberShown */

/**
 * @typedef {object} RoomState
 * @property {string} connection
 * @property {TeacherState | null} room a teacher's page knows the whole room,
 * @property {MemberState | null} me a student's only its own seat
 * @property {{invitation: string, ends_at: number} | null} invited the last invitation that this page asked for
 * @property {{code: string, values: Record<string, unknown>} | null} problem why something was not done
 * @property {string | null} over why there is no way back into the room: "removed" or "room_over"
 */

/** @type {RoomState} */
export const BEGINNING = Object.freeze({
  connection: "connecting", room: null, me: null, invited: null, problem: null, over: null,
});

/** @param {RoomState} state @param {{type: string, [field: string]: any}} action @returns {RoomState} */
export function reduce(state, action) {
  const { room, me } = state;
  switch (action.type) {
    case "connect":
      return { ...state, connection: action.connection };
    case "over":
      return { ...state, over: action.why };
    case "refused":
      return { ...state, problem: action.problems[0] };
    case "settle":
      return { ...state, problem: null };
    case "opened":
      return action.state.role === "teacher" ? { ...state, room: action.state } : { ...state, me: action.state };
    case "invited":
      return { ...state, invited: { invitation: action.invitation, ends_at: action.ends_at } };
    case "terms_changed":
      return room ? { ...state, room: { ...room, terms: action.terms } } : state;
    case "teachers_changed":
      return room ? { ...state, room: { ...room, teachers: action.teachers } } : state;
    case "member_changed":
      return room ? { ...state, room: { ...room, members: put(room.members, action.member) } } : state;
    case "member_removed":
      return room ? { ...state, room: without(room, action.member) } : state;
    case "you_changed":
      return me ? { ...state, me: { ...me, pseudonym: action.pseudonym, rerolls: action.rerolls, hand: action.hand } } : state;
    case "counted":
      return me ? { ...state, me: { ...me, here: action.here } } : state;
    case "end_moved":
      return me ? { ...state, me: { ...me, expires_at: action.expires_at } } : state;
    default:
      return reducePoll(state, action);
  }
}

/** The members with this one in its place, or last when new. @param {MemberShown[]} members @param {MemberShown} member */
function put(members, member) {
  const known = members.some(({ id }) => id === member.id);
  return known ? members.map((each) => (each.id === member.id ? member : each)) : [...members, member];
}

/** The room once this member has left it, and all that they said. @param {TeacherState} room @param {string} gone */
function without(room, gone) {
  return {
    ...room,
    members: room.members.filter(({ id }) => id !== gone),
    sentences: room.sentences.filter(({ member }) => member !== gone),
  };
}

/** Who is shown first: hands in the order in which they went up, then by name. @param {MemberShown[]} members */
export function inOrder(members) {
  return [...members].sort((a, b) => (a.hand ?? Infinity) - (b.hand ?? Infinity) || a.pseudonym.localeCompare(b.pseudonym));
}
