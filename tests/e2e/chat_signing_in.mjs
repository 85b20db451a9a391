// Who may open a chat socket, and as whom: accounts.md 3.5.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chat, del, get, logIn, put, signUp, Socket } from "./support/client.mjs";
import { RawConnection } from "./support/raw_connection.mjs";
import { assertError } from "./support/shapes.mjs";
import { adminOf, seeded, started } from "./support/started.mjs";
import { claimsFor, mint } from "./support/tokens.mjs";

const PATHS = ["/api/chat/ws", "/api/ws/chat"];
const SECRET = "an end-to-end test's very own secret";

async function refusedUpgrade(server, target, options) {
  return Socket.open(server.ws(target), options).then(
    () => assert.fail(`${target} was upgraded`),
    (error) => error.status,
  );
}

async function assertClosed(socket, sentence, code) {
  assert.deepEqual(await socket.next(), { type: "error", error: sentence });
  assert.equal((await socket.untilClosed()).code, code, sentence);
}

test("USERS-21 on both paths a token in the first frame is answered with authenticated and one's own id", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  for (const path of PATHS) {
    const socket = await Socket.open(server.ws(path));
    socket.send({ type: "authorization", token: ann.token });
    assert.deepEqual(await socket.next(), { type: "authenticated", user_id: ann.id });
    await socket.leave();
    assert.equal(socket.close.code, 1005, "a close without a code is echoed without one");
  }
});

test("USERS-22 a token in the URL is answered without asking, and a bad one refuses the upgrade", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  for (const path of PATHS) {
    const socket = await Socket.open(server.ws(`${path}?token=${ann.token}`));
    assert.deepEqual(await socket.next(), { type: "authenticated", user_id: ann.id });
    await socket.leave();
    for (const bad of ["", "x", `${ann.token}x`, mint(claimsFor(ann), "another secret, thirty-two bytes long")]) {
      assert.equal(await refusedUpgrade(server, `${path}?token=${bad}`), 401, bad);
    }
  }
});

test("USERS-24 connect, reauth and messages before signing in", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const early = await Socket.open(server.ws("/api/chat/ws"));
  early.send({ type: "message", room_id: "general", content: "hello?" });
  assert.deepEqual(await early.next(), { type: "error", error: "Not connected to this room" });
  early.send({ type: "disconnect", user_id: ann.id, room_id: "general" });
  assert.deepEqual(await early.next(), { type: "error", error: "Not connected to this room" });
  early.send({ type: "connect", user_id: ann.id, room_id: "general" });
  await assertClosed(early, "Not authenticated", 1008);
  const again = await Socket.open(server.ws("/api/chat/ws"));
  again.send({ type: "reauth", token: ann.token });
  await assertClosed(again, "Not authenticated", 1008);
});

test("USERS-24 another's user_id, and another's token, are a mismatch, and the socket stays", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const socket = await chat(server, ann);
  const mismatch = { type: "error", error: "User ID mismatch" };
  for (const user_id of [bob.id, "nobody", "00000000-0000-0000-0000-000000000000"]) {
    socket.send({ type: "connect", user_id, room_id: "general" });
    assert.deepEqual(await socket.next(), mismatch, user_id);
  }
  for (const type of ["authorization", "reauth"]) {
    socket.send({ type, token: bob.token });
    assert.deepEqual(await socket.next(), mismatch, type);
  }
  socket.send({ type: "connect", user_id: ann.id.toUpperCase(), room_id: "general" });
  assert.equal((await socket.next()).type, "connected");
  socket.send({ type: "disconnect", user_id: bob.id, room_id: "general" });
  assert.deepEqual(await socket.until("error"), mismatch);
  await socket.leave();
});

test("forged, foreign and nonsensical tokens are one error, and the socket is closed 1008", async (t) => {
  const server = await started(t, { JWT_SECRET: SECRET });
  const ann = await signUp(server);
  const claims = claimsFor(ann);
  const now = Math.floor(Date.now() / 1000);
  const bad = {
    nonsense: "not-a-token",
    empty: "",
    "no algorithm": mint(claims, null, { algorithm: "none" }),
    "another key": mint(claims, "another secret, thirty-two bytes long"),
    HS384: mint(claims, SECRET, { algorithm: "HS384", hash: "sha384" }),
    HS512: mint(claims, SECRET, { algorithm: "HS512", hash: "sha512" }),
    "RS256 over our secret": mint(claims, SECRET, { algorithm: "RS256" }),
    "lapsed beyond the leeway": mint({ ...claims, exp: now - 90 }, SECRET),
    "exp in words": mint({ ...claims, exp: "tomorrow" }, SECRET),
    "a stranger's id": mint({ ...claims, sub: "00000000-0000-4000-8000-000000000000" }, SECRET),
    "no id": mint({ ...claims, sub: undefined }, SECRET),
  };
  await Promise.all(
    Object.entries(bad).map(async ([name, token]) => {
      const socket = await Socket.open(server.ws("/api/chat/ws"));
      socket.send({ type: "authorization", token });
      const frame = await socket.next();
      assert.equal(frame.type, "error", name);
      assert.match(frame.error, /^Invalid (authentication token|user ID in token)$/, name);
      assert.equal((await socket.untilClosed()).code, 1008, name);
    }),
  );
  const good = await chat(server, { ...ann, token: mint(claims, SECRET) }, "general");
  await good.leave();
});

test("a page of another origin gets 403, our own pages and listed origins get in", async (t) => {
  const server = await started(t, { CORS_ORIGINS: "https://friend.example" });
  for (const path of PATHS) {
    const from = (origin) => ({ headers: { Origin: origin } });
    for (const origin of ["https://evil.example", "http://friend.example", "null", `${server.url}.evil.example`]) {
      assert.equal(await refusedUpgrade(server, path, from(origin)), 403, origin);
    }
    for (const origin of [server.url, "https://friend.example"]) {
      await (await Socket.open(server.ws(path), from(origin))).leave();
    }
  }
});

test("what is no WebSocket handshake is told so", async (t) => {
  const server = await started(t);
  for (const path of PATHS) {
    assertError(await get(server, path), 400, { code: "not_a_websocket" });
    const raw = await RawConnection.open(server);
    raw.write(
      `GET ${path} HTTP/1.1\r\nHost: chat.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 12\r\n\r\n",
    );
    const { status, headers } = await raw.answer();
    assert.equal(status, 426);
    assert.equal(headers.get("sec-websocket-version"), "13");
  }
});

test("USERS-32 DELIV-8 deactivation, deletion, a new password and a new role close the sockets 4401", async (t) => {
  const server = await started(t);
  const admin = await adminOf(server);
  const as = { token: admin.token };
  const acts = {
    deactivation: (user) => put(server, `/api/users/${user.id}`, { active: false }, as),
    deletion: (user) => del(server, `/api/users/${user.id}`, as),
    "a new password": (user) => put(server, `/api/users/${user.id}`, { password: "NewSecure123" }, as),
    "a new role": (user) => put(server, `/api/users/${user.id}`, { role: "trainer" }, as),
  };
  for (const [name, act] of Object.entries(acts)) {
    const user = await signUp(server);
    const sockets = [await chat(server, user, "general"), await chat(server, user), await chat(server, user, "support")];
    const { status } = await act(user);
    assert.ok(status === 200 || status === 204, `${name}: ${status}`);
    for (const socket of sockets) assert.equal((await socket.untilClosed(1000)).code, 4401, name);
    const late = await Socket.open(server.ws("/api/chat/ws"));
    late.send({ type: "authorization", token: user.token });
    await assertClosed(late, "Invalid authentication token", 1008);
    assert.equal(await refusedUpgrade(server, `/api/chat/ws?token=${user.token}`), 401, name);
    assert.equal((await get(server, "/api/chat/rooms", { token: user.token })).status, 401, name);
  }
});

test("what does not concern the sign-in leaves the socket open, and the new name is shown", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const socket = await chat(server, ann, "general");
  const { status } = await put(server, `/api/users/${ann.id}`, { full_name: "Anna Else" }, { token: ann.token });
  assert.equal(status, 200);
  const next = await chat(server, await logIn(server, ann.email), "general");
  next.send({ type: "message", room_id: "general", content: "it is me" });
  assert.equal((await socket.until("message")).sender_name, "Anna Else");
  socket.send({ type: "message", room_id: "general", content: "and me" });
  assert.equal((await next.until(({ content }) => content === "and me")).sender_name, "Anna Else");
  await Promise.all([socket.leave(), next.leave()]);
});

test("4429: whoever sends more frames than anybody types is closed, others are not", async (t) => {
  const server = await started(t, { RATE_LIMITS: "on" });
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const [flood, calm] = [await chat(server, ann, "general"), await chat(server, bob, "general")];
  for (let count = 0; count < 30_000 && !flood.close; ++count) flood.send('{"type":"?"}');
  assert.equal((await flood.untilClosed(60_000)).code, 4429);
  calm.send({ type: "message", room_id: "general", content: "still here" });
  assert.equal((await calm.until("message", 15_000)).content, "still here");
  await calm.leave();
});

test("signing in and leaving in any order, many at a time, leaves nothing behind", async (t) => {
  const server = await started(t);
  const pick = seeded(t);
  const users = [await signUp(server), await signUp(server), await signUp(server)];
  await Promise.all(
    Array.from({ length: 60 }, async () => {
      const user = users[pick(0, 2)];
      const cut = pick(0, 3);
      const socket = await Socket.open(server.ws("/api/chat/ws"));
      socket.send({ type: "authorization", token: user.token });
      if (cut === 0) return socket.drop();
      socket.send({ type: "connect", user_id: user.id, room_id: "general", keep: true });
      if (cut === 1) return socket.drop();
      await socket.until("connected", 20_000);
      return cut === 2 ? socket.drop() : socket.leave();
    }),
  );
  const last = await chat(server, users[0], "general", { connect: { keep: true } });
  const alone = await last.until(({ type, count }) => type === "presence" && count === 1, 20_000);
  assert.equal(alone.room_id, "general");
  await last.leave();
});
