// A room's history, whole, and what a subscriber of it has seen.

import assert from "node:assert/strict";

import { get } from "./client.mjs";
import { eventually } from "./deadline.mjs";

/** Every stored message of the room behind `after`, oldest first. */
export async function history(server, user, room, after = 0) {
  const stored = [];
  for (let position = after; ; ) {
    const target = `/api/chat/rooms/${room}/messages?limit=200&after_seq=${position}`;
    const { status, body, text } = await get(server, target, { token: user.token });
    assert.equal(status, 200, text);
    stored.push(...body.reverse());
    if (body.length < 200) return stored;
    position = body.at(-1).seq;
  }
}

/** The messages among a socket's frames that nobody has taken, in the order of their coming. */
export const messagesOf = (socket) => socket.frames.filter(({ type }) => type === "message");

/** Waits until the socket has so many message frames. */
export async function messagesArrived(socket, count, ms = 60_000) {
  let seen = 0;
  await eventually(
    () => {
      seen = messagesOf(socket).length;
      if (socket.close && seen < count) {
        throw new Error(`closed ${socket.close.code} ${socket.close.reason} after ${seen} of ${count} messages`);
      }
      return seen >= count;
    },
    `${count} messages`,
    ms,
  );
  return messagesOf(socket);
}

/** `first`, first + 1, … without gap or repeat. */
export function assertGapFree(messages, first = 1) {
  const wrong = messages.findIndex(({ seq }, index) => seq !== first + index);
  const around = messages.slice(Math.max(0, wrong - 2), wrong + 3).map(({ seq }) => seq);
  assert.equal(wrong, -1, `seq ${around} around position ${wrong}, which should be ${first + wrong}`);
}
