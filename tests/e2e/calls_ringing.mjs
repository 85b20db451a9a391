// Ringing over every door: who rings, who answers, who has missed it; and ICE servers.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";

import { Peer } from "./support/calls.mjs";
import { chat, del, get, post, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { pushSession, told as heard } from "./support/push.mjs";
import { assertError } from "./support/shapes.mjs";
import { started } from "./support/started.mjs";

const as = (user) => ({ token: user.token });

/** A person's extended calls socket. */
async function calling(server, user) {
  const { body } = await post(server, "/api/auth/ticket", undefined, as(user));
  const socket = new Peer(server.ws(`/ws?extended=1&ticket=${body.ticket}`));
  await socket.opened;
  return socket;
}

/** A chat socket that opted in by asking for what it missed. */
const listening = (server, user, room = "general") => chat(server, user, room, { connect: { since_seq: 0 } });

const ringing = (server, caller, fields) => post(server, "/api/calls/rings", fields, as(caller));
const answer = (server, user, ring_id, word) => post(server, `/api/calls/rings/${ring_id}/${word}`, undefined, as(user));
const inbox = async (server, user) => (await get(server, "/api/inbox", as(user))).body.items;
/** Missed calls are kept behind what is told: `count` of them, once they are there. */
const missed = (server, user, count) =>
  eventually(async () => {
    const items = await inbox(server, user);
    return items.length >= count && items;
  }, "missed calls in the inbox");
const named = (event) => (frame) => frame.type === "call" && frame.event === event;
const signalled = (event) => (frame) => frame.msg_type === 18 && frame.payload.event === event;

async function caller(server, fields = {}) {
  const user = await signUp(server, fields);
  const socket = await calling(server, user);
  return { ...user, socket, room_id: await socket.create() };
}

test("all devices of the callee ring over every door, one answers, the others stop, and the caller hears it", async (t) => {
  const server = await started(t, { SHARDS: "3", PUSH_CONNECTIONS_PER_USER: "3" });
  const ann = await caller(server, { full_name: "Ann Smith" });
  const bob = await signUp(server);
  const phone = await listening(server, bob);
  const desk = await calling(server, bob);
  const pushed = await pushSession(t, server, bob.token, { auth: { calls: true } });
  const deaf = await chat(server, bob, "general"); // did not opt in
  const { room_id } = ann;
  const begun = await ringing(server, ann, { room_id, user_id: bob.id });
  assert.equal(begun.status, 201, begun.text);
  const { ring_id } = begun.body;
  assert.deepEqual(begun.body, { ring_id, room_id, expires_in: 30, callees: [{ user_id: bob.id, state: "ringing" }] });
  const from = { user_id: ann.id, name: "Ann Smith" };
  const told = { event: "ringing", ring_id, room_id, from, expires_in: 30 };
  assert.deepEqual(await phone.until(named("ringing")), { type: "call", ...told });
  assert.deepEqual(await desk.until(signalled("ringing")), { msg_type: 18, payload: told });

  const both = await Promise.all([answer(server, bob, ring_id, "accept"), answer(server, bob, ring_id, "accept")]);
  const [won, lost] = both.sort((a, b) => a.status - b.status);
  assert.deepEqual([won.status, won.body], [200, { room_id }]);
  assertError(lost, 409, { code: "ring_answered" });
  const stop = { event: "answered_elsewhere", ring_id, room_id, from };
  assert.deepEqual(await phone.until(named("answered_elsewhere")), { type: "call", ...stop });
  await desk.until(signalled("answered_elsewhere"));
  const accepted = await ann.socket.until(signalled("accepted"));
  assert.equal(accepted.payload.user_id, bob.id);
  await ann.socket.never((frame) => frame.msg_type === 18);
  await phone.never((frame) => frame.type === "call", 1);
  await deaf.never((frame) => frame.type === "call", 1);
  assert.deepEqual(await heard(pushed, "call"), [told]);
  assert.deepEqual(await heard(pushed, "call"), [stop]);
  assertError(await answer(server, bob, ring_id, "decline"), 409, { code: "ring_answered" });
  assert.deepEqual(await inbox(server, bob), []);
});

test("a decline stops the callee's other devices and is told to the caller", async (t) => {
  const server = await started(t);
  const ann = await caller(server);
  const bob = await signUp(server);
  const phone = await listening(server, bob);
  const { body } = await ringing(server, ann, { room_id: ann.room_id, user_id: bob.id });
  await phone.until(named("ringing"));
  assert.equal((await answer(server, bob, body.ring_id, "decline")).status, 204);
  await phone.until(named("declined_elsewhere"));
  assert.equal((await ann.socket.until(signalled("declined"))).payload.user_id, bob.id);
  assertError(await answer(server, bob, body.ring_id, "accept"), 409, { code: "ring_over" });
  assert.deepEqual(await inbox(server, bob), []);
});

test("a caller who gives up, or leaves the call, stops the ringing and leaves a missed call", async (t) => {
  const server = await started(t);
  const ann = await caller(server, { full_name: "Ann Smith" });
  const bob = await signUp(server);
  const phone = await listening(server, bob);
  const { body } = await ringing(server, ann, { room_id: ann.room_id, user_id: bob.id });
  assertError(await del(server, `/api/calls/rings/${body.ring_id}`, as(bob)), 404);
  assert.equal((await del(server, `/api/calls/rings/${body.ring_id}`, as(ann))).status, 204);
  await phone.until(named("cancelled"));
  await ringing(server, ann, { room_id: ann.room_id, user_id: bob.id });
  await phone.until(named("ringing"));
  await phone.until(named("ringing"));
  ann.socket.raw.close(1000);
  await phone.until(named("cancelled"));
  const items = await missed(server, bob, 2);
  assert.deepEqual(items.map(({ type }) => type), ["missed_call", "missed_call"]);
  const { at, ...data } = items[0].data;
  assert.deepEqual(data, { ring_id: body.ring_id, room_id: ann.room_id, from: { user_id: ann.id, name: "Ann Smith" } });
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
});

test("who has no device is offline, who is in a call is busy: the caller is told at once, and they find it in the inbox", async (t) => {
  const server = await started(t);
  const ann = await caller(server);
  const away = await signUp(server);
  await chat(server, away, "general"); // a socket that did not opt in is no device
  const busy = await caller(server);
  for (const [user, state, event] of [[away, "offline", "missed"], [busy, "busy", "busy"]]) {
    const { body } = await ringing(server, ann, { room_id: ann.room_id, user_id: user.id });
    assert.deepEqual(body.callees, [{ user_id: user.id, state }]);
    assert.equal((await ann.socket.until(signalled(event))).payload.user_id, user.id);
    assert.deepEqual((await missed(server, user, 1)).map(({ type }) => type), ["missed_call"]);
    assertError(await answer(server, user, body.ring_id, "accept"), 409, { code: "ring_over" });
  }
  await busy.socket.never((frame) => frame.msg_type === 18);
});

test("a chat room rings everybody who is in it but the caller", async (t) => {
  const server = await started(t);
  const ann = await caller(server);
  const own = await listening(server, ann, "support");
  const [bob, cyd] = [await signUp(server), await signUp(server)];
  const phones = [await listening(server, bob, "support"), await listening(server, cyd, "support")];
  const elsewhere = await listening(server, await signUp(server), "general");
  const { status, body, text } = await ringing(server, ann, { room_id: ann.room_id, chat_room_id: "support" });
  assert.equal(status, 201, text);
  assert.deepEqual(body.callees.map(({ user_id }) => user_id).sort(), [bob.id, cyd.id].sort());
  for (const phone of phones) assert.equal((await phone.until(named("ringing"))).chat_room_id, "support");
  await elsewhere.never((frame) => frame.type === "call");
  await own.never((frame) => frame.type === "call", 1);
  assertError(await ringing(server, ann, { room_id: ann.room_id, chat_room_id: "general" }), 403);
});

test("nobody rings without being in that call, nor themselves, nor nobody, nor without end", async (t) => {
  const server = await started(t, { RATE_LIMITS: "on" });
  const ann = await caller(server);
  const bob = await signUp(server);
  const { room_id } = ann;
  assertError(await post(server, "/api/calls/rings", { room_id, user_id: bob.id }), 401);
  assertError(await ringing(server, bob, { room_id, user_id: ann.id }), 409, { code: "not_in_call" });
  assertError(await ringing(server, ann, { room_id: room_id + 1, user_id: bob.id }), 409, { code: "not_in_call" });
  assertError(await ringing(server, ann, { room_id, user_id: ann.id }), 400);
  assertError(await ringing(server, ann, { room_id }), 400);
  assertError(await ringing(server, ann, { room_id, user_id: bob.id, chat_room_id: "general" }), 400);
  assertError(await ringing(server, ann, { room_id, user_id: "x" }), 400);
  assertError(await ringing(server, ann, { room_id, user_id: "11111111-1111-4111-8111-111111111111" }), 404);
  assertError(await answer(server, bob, "0".repeat(32), "accept"), 404);
  const statuses = [];
  for (let i = 0; i < 11; ++i) statuses.push((await ringing(server, ann, { room_id, user_id: bob.id })).status);
  assert.equal(statuses.filter((status) => status === 429).length, 4, `${statuses}`);
});

test("ICE servers: none without settings; with them STUN as it is and TURN with credentials of coturn's scheme", async (t) => {
  const bare = await started(t);
  const ann = await signUp(bare);
  assertError(await post(bare, "/api/calls/ice-servers"), 401);
  const none = await post(bare, "/api/calls/ice-servers", undefined, as(ann));
  assert.deepEqual([none.status, none.body.ice_servers], [200, []]);

  const turn = ["turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:5349?transport=tcp"];
  const server = await started(t, {
    STUN_URLS: "stun:stun.example.org:3478", TURN_URLS: turn.join(","), TURN_SECRET: "north", TURN_TTL: "600",
  });
  const { socket, ...bob } = await caller(server);
  const { body } = await post(server, "/api/calls/ice-servers", undefined, as(bob));
  assert.equal(body.ttl, 600);
  assert.deepEqual(body.ice_servers[0], { urls: ["stun:stun.example.org:3478"] });
  const { urls, username, credential } = body.ice_servers[1];
  assert.deepEqual(urls, turn);
  const [expiry, number] = username.split(":");
  assert.equal(Number(number), socket.id);
  assert.ok(Math.abs(Number(expiry) - Date.now() / 1000 - 600) < 30);
  assert.equal(credential, createHmac("sha1", "north").update(username).digest("base64"));
  assert.deepEqual(socket.welcome.ice_servers.map((each) => each.urls), body.ice_servers.map((each) => each.urls));
});
