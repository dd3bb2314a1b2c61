// @ts-check
/** What a page knows of its room, and how an event changes that: pure. */

import { reducePoll } from "./polling.js";

/** @typedef {import("../protocol/room_schema.js").TeacherState} TeacherState */
/** @typedef {import("../protocol/room_schema.js").MemberState} MemberState */
/** @typedef {import("../protocol/room_schema.js").MemberShown} MemberShown */

/**
 * A member's network as it was a moment ago; a picture only where this page shows it.
 * @typedef {object} Tile
 * @property {number} step
 * @property {number} epoch
 * @property {number | null} validation loss
 * @property {number | null} accuracy
 * @property {number | null} r2
 * @property {number} parameters
 * @property {boolean} playing
 * @property {"diverged" | "no_progress" | "idle" | null} stuck
 * @property {(number | null)[]} [line]
 * @property {import("./tile_picture.js").Picture} [picture]
 */

/**
 * @typedef {object} RoomState
 * @property {string} connection
 * @property {TeacherState | null} room a teacher's page knows the whole room,
 * @property {MemberState | null} me a student's only its own seat
 * @property {Record<string, Tile>} tiles by member
 * @property {{at: number, note: string} | null} note the last one from a teacher
 * @property {{invitation: string, ends_at: number} | null} invited the last invitation that this page asked for
 * @property {{code: string, values: Record<string, unknown>} | null} problem why something was not done
 * @property {string | null} over why there is no way back into the room: "removed" or "room_over"
 */

/** @type {RoomState} */
export const BEGINNING = Object.freeze({
  connection: "connecting", room: null, me: null, tiles: {}, note: null, invited: null, problem: null, over: null,
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
    case "tiles":
      return { ...state, tiles: action.tiles };
    case "nudged":
      return { ...state, note: { at: action.number, note: action.note } };
    case "read":
      return { ...state, note: null };
    case "class_paused":
      return { ...state, room: room && { ...room, paused: action.paused }, me: me && { ...me, paused: action.paused } };
    case "terms_changed":
      return room ? { ...state, room: { ...room, terms: action.terms } } : state;
    case "teachers_changed":
      return room ? { ...state, room: { ...room, teachers: action.teachers } } : state;
    case "member_changed":
      return room ? { ...state, room: { ...room, members: put(room.members, action.member) } } : state;
    case "member_removed":
      return room ? { ...state, room: without(room, action.member) } : state;
    case "you_changed":
      return me ? { ...state, me: { ...me, pseudonym: action.pseudonym, rerolls: action.rerolls, hand: action.hand, helped: action.helped } } : state;
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
