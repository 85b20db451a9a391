// A server for one test, taken away at its end, when no sanitizer may have spoken in any of its lives.

import assert from "node:assert/strict";

import { logInAsAdmin, post } from "./client.mjs";
import { eventually } from "./deadline.mjs";
import { Server } from "./server.mjs";

const SANITIZER = /ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:|LeakSanitizer: detected/;

/** Fails with what a sanitizer said, be the server dead or alive. */
export function assertSane(server) {
  const said = SANITIZER.exec(server.stderr);
  assert.equal(said && server.stderr.slice(said.index, said.index + 6000), null, "a sanitizer spoke");
}

export async function started(t, settings = {}) {
  const server = await Server.start({ settings });
  t.after(async () => {
    const { running, guests = [] } = server;
    for (const socket of guests) socket.destroy();
    await server.remove();
    assertSane(server);
    assert.ok(running || server.endedOnPurpose, `the server had ended by itself:\n${server.stderr.slice(-4000)}`);
  });
  return server;
}

/** The first admin, who is made while the server already listens. */
export const adminOf = (server) =>
  eventually(() => logInAsAdmin(server).catch(() => null), "the first admin", 15_000);

/** A room of the test's own; `admin` is an admin's user object. */
export async function newRoom(server, admin, id) {
  const { status, text } = await post(server, "/api/chat/rooms", { id, name: `Room ${id}` }, { token: admin.token });
  assert.equal(status, 201, text);
  return id;
}

/** Numbers that a seed repeats. The seed is printed, and SEED in the environment sets it. */
export function seeded(t) {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`SEED=${seed}`);
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from `least` to `most`. */
  return (least, most) => least + Math.floor(next() * (most - least + 1));
}
