// DELIV-8: whoever is signed out is out on every door within a second.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { io } from "socket.io-client";

import { chat, del, get, logIn, logInAsAdmin, post, put, say, signUp, Socket } from "./support/client.mjs";
import { within } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import { assertError } from "./support/shapes.mjs";
import { claimsOf } from "./support/tokens.mjs";

const WITHIN_MS = 1000;
let server;
let admin;
before(async () => {
  server = await Server.start({ settings: { PUSH_CONNECTIONS_PER_USER: "10", SHARDS: "2" } });
  admin = await logInAsAdmin(server);
});
after(() => server?.remove());

async function onPush(t, token, transport) {
  const socket = io(server.listeners.push, { forceNew: true, transports: [transport], auth: { token }, reconnection: false });
  t.after(() => socket.close());
  socket.left = new Promise((resolve) => socket.on("disconnect", resolve));
  await within(new Promise((resolve) => socket.on("authenticated", resolve)), 10_000, `push by ${transport}`);
  return socket;
}

// One socket on each door, in each way in; `left` of all of them, when they have.
async function everyDoor(t, user) {
  const inUrl = await Socket.open(server.ws(`/api/ws/chat?token=${user.token}`));
  await inUrl.until("authenticated");
  const chats = [await chat(server, user, "general"), await chat(server, user), inUrl];
  t.after(() => chats.forEach((socket) => socket.drop()));
  const pushes = [await onPush(t, user.token, "websocket"), await onPush(t, user.token, "polling")];
  return {
    chats,
    async close() {
      const since = performance.now();
      const codes = await Promise.all(chats.map((socket) => socket.untilClosed(10_000)));
      await within(Promise.all(pushes.map(({ left }) => left)), 10_000, "push to close");
      return { codes: codes.map(({ code }) => code), ms: performance.now() - since };
    },
  };
}

const ways = {
  "logging out": ({ token }) => post(server, "/api/auth/logout", undefined, { token }),
  "ending that session from another one": async (user) => {
    const other = await logIn(server, user.email);
    return del(server, `/api/auth/sessions/${claimsOf(user.token).sid}`, { token: other.token });
  },
  "logging out everywhere": ({ token }) => del(server, "/api/auth/sessions", { token }),
  "a new password": (user) => put(server, `/api/users/${user.id}`, { password: "NewSecurePass456" }, { token: user.token }),
  "another role": (user) => put(server, `/api/users/${user.id}`, { role: "trainer" }, { token: admin.token }),
  "deactivation": (user) => put(server, `/api/users/${user.id}`, { active: false }, { token: admin.token }),
  "deletion": (user) => del(server, `/api/users/${user.id}`, { token: admin.token }),
};

describe("DELIV-8", { concurrency: true }, () => {
  for (const [way, act] of Object.entries(ways)) {
    test(`DELIV-8 ${way} closes the account's sockets on every door within a second`, async (t) => {
      const user = await signUp(server);
      const doors = await everyDoor(t, user);
      const closing = doors.close();
      const answer = await act(user);
      assert.ok(answer.status < 300, answer.text);
      assertError(await get(server, "/api/auth/sessions", { token: user.token }), 401);
      const { codes, ms } = await closing;
      assert.deepEqual(codes, [4401, 4401, 4401]);
      assert.ok(ms < WITHIN_MS + 500, `after ${ms} ms, the request and five sockets included`);
    });
  }

  test("DELIV-8 the sockets of another session of the same person stay", async (t) => {
    const user = await signUp(server);
    const there = await logIn(server, user.email);
    const [gone, stays] = [await everyDoor(t, user), await everyDoor(t, there)];
    const closing = gone.close();
    await post(server, "/api/auth/logout", undefined, { token: user.token });
    await closing;
    say(stays.chats[0], "general", "still here");
    assert.equal((await stays.chats[0].until(({ content }) => content === "still here")).sender_id, user.id);
  });

  test("DELIV-8 a socket belongs to the session that it last named", async (t) => {
    const user = await signUp(server);
    const there = await logIn(server, user.email);
    const socket = await chat(server, user, "general");
    t.after(() => socket.drop());
    socket.send({ type: "reauth", token: there.token });
    await socket.until("authenticated");
    await post(server, "/api/auth/logout", undefined, { token: user.token });
    say(socket, "general", "renewed");
    assert.equal((await socket.until(({ content }) => content === "renewed")).sender_id, user.id);
    await post(server, "/api/auth/logout", undefined, { token: there.token });
    assert.equal((await socket.untilClosed()).code, 4401);
  });
});
