// What one looks for: messages by their words, people by their names, and who is here.

import assert from "node:assert/strict";
import test from "node:test";

import { chat, get, person, post, put, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { assertError, TIME } from "./support/shapes.mjs";
import { started } from "./support/started.mjs";

const search = async (server, user, query) => {
  const { status, body, text } = await get(server, `/api/chat/search?${new URLSearchParams(query)}`, { token: user.token });
  assert.equal(status, 200, text);
  return body;
};

test("messages are found by words, in the rooms that one may read, across a restart", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  await post(server, "/api/chat/rooms", { id: "den", name: "Den", kind: "private" }, { token: ann.token });
  const say = (room, content) => post(server, `/api/chat/rooms/${room}/messages`, { content }, { token: ann.token });
  await say("general", "The quick brown fox");
  await say("den", "A brown secret");
  await say("support", 'Ünïcode "quotes" 🦊');
  const contents = (found) => found.map(({ content }) => content);
  assert.deepEqual(contents(await search(server, ann, { q: "brown" })), ["A brown secret", "The quick brown fox"]);
  assert.deepEqual(contents(await search(server, bob, { q: "BROWN qui" })), ["The quick brown fox"]);
  assert.deepEqual(contents(await search(server, bob, { q: "unicode" })), ['Ünïcode "quotes" 🦊']);
  assert.deepEqual(contents(await search(server, ann, { q: "brown", room_id: "den" })), ["A brown secret"]);
  assert.deepEqual(await search(server, bob, { q: 'brown OR "x' }), []);
  await server.restart();
  const [found] = await search(server, bob, { q: "fox" });
  assert.deepEqual([found.room_id, found.seq, found.sender_name], ["general", 1, ann.full_name]);
  const bad = (query) => get(server, `/api/chat/search?${new URLSearchParams(query)}`, { token: bob.token });
  for (const query of [{}, { q: "" }, { q: " . " }, { q: "x".repeat(201) }, { q: "a b c d e f g h i j k" }, { q: "x", limit: "0" }]) {
    assertError(await bad(query), 400);
  }
  assertError(await bad({ q: "x", room_id: "den" }), 404);
  assertError(await get(server, "/api/chat/search?q=x"), 401);
});

test("people are found by name, and only what everybody may know is told", async (t) => {
  const server = await started(t);
  const ann = await signUp(server, { full_name: "Zenobia Quux" });
  const { username } = person();
  const bob = await signUp(server, { username: `quuxor.${username}`, full_name: "Robert Tables" });
  const find = async (q) => (await get(server, `/api/chat/users?${new URLSearchParams({ q })}`, { token: ann.token })).body;
  const profile = ({ id, username: name, full_name }) => ({ user_id: id, username: name, full_name });
  assert.deepEqual(new Set((await find("quux")).map(({ user_id }) => user_id)), new Set([ann.id, bob.id]));
  assert.deepEqual(await find("zeno"), [profile(ann)]);
  assert.deepEqual(await find("%"), []);
  await put(server, `/api/users/${bob.id}`, { active: false }, { token: bob.token });
  assert.deepEqual(await find("robert"), []);
  assertError(await get(server, "/api/chat/users?q=", { token: ann.token }), 400);
  assertError(await get(server, "/api/chat/users?q=x"), 401);
});

test("presence tells who is here through any door, and when the others were", async (t) => {
  const server = await started(t);
  const [ann, bob] = [await signUp(server), await signUp(server)];
  const ask = async () => (await get(server, `/api/presence?user_ids=${ann.id},${bob.id}`, { token: ann.token })).body;
  assert.deepEqual(await ask(), [ann, bob].map(({ id }) => ({ user_id: id, online: false, last_seen: null })));
  const [phone, laptop] = [await chat(server, bob), await chat(server, bob)];
  const [, here] = await ask();
  assert.deepEqual([here.user_id, here.online], [bob.id, true]);
  await phone.leave();
  assert.equal((await ask())[1].online, true);
  await laptop.leave();
  const gone = await eventually(async () => (await ask()).find(({ user_id, online }) => user_id === bob.id && !online), "bob to be gone");
  assert.match(gone.last_seen, TIME);
  for (const query of ["", "?user_ids=", "?user_ids=nobody", `?user_ids=${Array(101).fill(ann.id)}`]) {
    assertError(await get(server, `/api/presence${query}`, { token: ann.token }), 400);
  }
  assertError(await get(server, `/api/presence?user_ids=${ann.id}`), 401);
});
