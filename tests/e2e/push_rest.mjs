// The push door's REST API, through real sockets: PUSH-5 to PUSH-10, PUSH-17, PUSH-19, PUSH-20.

import assert from "node:assert/strict";
import { test } from "node:test";

import { signUp } from "./support/client.mjs";
import { pushed, pushSession, SECRET, strangerToken, told, toUser } from "./support/push.mjs";
import { adminOf, started } from "./support/started.mjs";

const settings = { JWT_SECRET: SECRET };
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const offline = (id) => ({ error: { message: `User ${id} is not connected` } });

test("PUSH-5 PUSH-6 a message reaches exactly that user; an offline one is a 404", async (t) => {
  const server = await started(t, settings);
  const [ann, bob] = [await pushSession(t, server, strangerToken("ann")), await pushSession(t, server, strangerToken("bob"))];
  const answer = await toUser(server, "ann", { data: { text: "hi" } });
  assert.deepEqual([answer.status, answer.body.success, answer.body.message], [200, true, "Message sent to user ann"]);
  assert.match(answer.body.timestamp, RFC3339);
  const [message, ...more] = await told(ann, "message");
  assert.deepEqual(more, []);
  const { timestamp, ...rest } = message;
  assert.match(timestamp, RFC3339);
  assert.deepEqual(rest, { type: "chat", data: { text: "hi" } });
  const missing = await toUser(server, "carl");
  assert.deepEqual([missing.status, missing.body], [404, offline("carl")]);
  assert.deepEqual(bob.events, []);
});

test("PUSH-7 PUSH-8 to many: who got it and who did not, each person once; to all: how many", async (t) => {
  const server = await started(t, settings);
  const sockets = [];
  for (const name of ["ann", "bob"]) sockets.push(await pushSession(t, server, strangerToken(name)));
  const many = await pushed(server, "POST", "/websocket/message/users", { userIds: ["ann", "carl", "ann"], type: "x", data: 1 });
  const { timestamp, ...rest } = many.body;
  assert.match(timestamp, RFC3339);
  assert.deepEqual(rest, { success: true, message: "Message sent to 1 out of 2 users", deliveredTo: ["ann"], notDeliveredTo: ["carl"] });
  assert.equal((await told(sockets[0], "message"))[0].data, 1);
  const none = await pushed(server, "POST", "/websocket/message/users", { userIds: [], type: "x" });
  assert.deepEqual([none.status, none.body.message], [200, "Message sent to 0 out of 0 users"]);
  const all = await pushed(server, "POST", "/websocket/message/broadcast", { type: "news", data: 2 });
  assert.deepEqual([all.body.message, all.body.userCount], ["Message broadcasted to 2 users", 2]);
  for (const socket of sockets) {
    assert.equal((await told(socket, "message"))[0].data, 2);
    assert.deepEqual(socket.events, []);
  }
});

test("PUSH-9 a notification keeps extra data, and its own fields win", async (t) => {
  const server = await started(t, settings);
  const ann = await pushSession(t, server, strangerToken("ann"));
  const data = { title: "forged", userId: "forged", extra: [1, { deep: true }] };
  const answer = await pushed(server, "POST", "/websocket/notification", { userId: "ann", title: "Hi", body: "there", data });
  assert.deepEqual([answer.status, answer.body.message], [200, "Notification sent to user ann"]);
  const [{ type, data: heard }] = await told(ann, "message");
  assert.equal(type, "notification");
  assert.deepEqual(heard, { extra: [1, { deep: true }], title: "Hi", body: "there", userId: "ann" });
});

test("PUSH-10 every missing field is named, a wrong type is a 400, and so is what is no JSON", async (t) => {
  const server = await started(t, settings);
  const user = "Missing required fields: userId, type";
  const users = "Missing required fields: userIds (array), type";
  const notification = "Missing required fields: userId, title, body";
  const cases = [
    ["/websocket/message/user", [{}, { userId: "a" }, { type: "x" }, { userId: null, type: "x" }], user],
    ["/websocket/message/users", [{}, { userIds: ["a"] }, { type: "x" }, { userIds: null, type: "x" }], users],
    ["/websocket/message/broadcast", [{}, { data: 1 }, { type: null }], "Missing required field: type"],
    ["/websocket/notification", [{}, { userId: "a", title: "t" }, { title: "t", body: "b" }], notification],
  ];
  for (const [target, bodies, message] of cases) {
    for (const body of bodies) {
      const answer = await pushed(server, "POST", target, body);
      assert.deepEqual([answer.status, answer.body], [400, { error: { message } }], `${target} ${JSON.stringify(body)}`);
    }
    for (const body of [{ userId: 1, userIds: "a", type: 2, title: 3, body: 4 }, [], "text", 5]) {
      const answer = await pushed(server, "POST", target, body);
      assert.deepEqual([answer.status, typeof answer.body.error.message], [400, "string"], `${target} ${JSON.stringify(body)}`);
    }
    const headers = { authorization: `Bearer ${strangerToken("b", { scope: "push:send" })}`, "content-type": "application/json" };
    const broken = await fetch(server.listeners.push + target, { method: "POST", headers, body: '{"type":' });
    assert.deepEqual([broken.status, typeof (await broken.json()).error.message], [400, "string"]);
    const large = await fetch(server.listeners.push + target, { method: "POST", headers, body: JSON.stringify({ data: "x".repeat(110_000) }) });
    assert.deepEqual([large.status, typeof (await large.json()).error.message], [413, "string"]);
  }
  const unknown = await pushed(server, "GET", "/websocket/nothing");
  assert.deepEqual([unknown.status, typeof unknown.body.error.message], [404, "string"]);
});

test("PUSH-17 preflight and answers name the origins that may read them", async (t) => {
  const server = await started(t, settings);
  const target = `${server.listeners.push}/socket.io/?EIO=4&transport=polling`;
  const headers = { origin: "https://app.example", "access-control-request-headers": "authorization, x-y" };
  const preflight = await fetch(target, { method: "OPTIONS", headers });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
  assert.equal(preflight.headers.get("access-control-allow-methods"), "GET,POST");
  assert.equal(preflight.headers.get("access-control-allow-headers"), "authorization, x-y");
  assert.equal(preflight.headers.get("vary"), "Access-Control-Request-Headers");
  const answer = await fetch(target, { headers });
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  await answer.text();
});

test("PUSH-19 any type is taken, and any JSON passes through unchanged, to the last digit", async (t) => {
  const server = await started(t, settings);
  const ann = await pushSession(t, server, strangerToken("ann"));
  for (const data of [null, true, 0, -1.5, "", "😀\u0000\u2028", [], {}, [[{ a: [null] }]], JSON.parse('{"__proto__":1,"type":"x"}')]) {
    await toUser(server, "ann", { type: "announcement", data });
    const [message] = await told(ann, "message");
    assert.deepEqual([message.type, JSON.stringify(message.data)], ["announcement", JSON.stringify(data)]);
  }
  const raw = `{"userId":"ann","type":"t","data":{"big":9223372036854775807,"small":1e-7}}`;
  const headers = { authorization: `Bearer ${strangerToken("b", { scope: "push:send" })}`, "content-type": "application/json" };
  let text;
  ann.io.engine.on("data", (packet) => (text = packet));
  await fetch(`${server.listeners.push}/websocket/message/user`, { method: "POST", headers, body: raw });
  await told(ann, "message");
  assert.ok(text.includes('{"big":9223372036854775807,"small":1e-7}'), text);
});

test("PUSH-20 who may send: admins and tokens with the scope; everybody may look at and end their own", async (t) => {
  const server = await started(t, settings);
  const [ann, admin] = [await signUp(server), await adminOf(server)];
  const plain = [ann.token, strangerToken("ann"), strangerToken("x", { scope: "push:read openid" })];
  const senders = [admin.token, strangerToken("x", { role: "admin" }), strangerToken("x", { scope: "a push:send" }), strangerToken("x", { scope: ["push:send"] })];
  const calls = [
    ["POST", "/websocket/message/user", { userId: "nobody", type: "x" }, 404],
    ["POST", "/websocket/message/users", { userIds: ["nobody"], type: "x" }, 200],
    ["POST", "/websocket/message/broadcast", { type: "x" }, 200],
    ["GET", "/websocket/users/connected", undefined, 200],
    ["GET", "/websocket/users/somebody/status", undefined, 200],
    ["DELETE", "/websocket/users/somebody/disconnect", undefined, 404],
  ];
  for (const [method, target, body, status] of calls) {
    for (const token of plain) {
      const answer = await pushed(server, method, target, body, token);
      assert.deepEqual([answer.status, answer.body], [403, { error: { message: "Forbidden" } }], `${method} ${target}`);
    }
    for (const token of senders) assert.equal((await pushed(server, method, target, body, token)).status, status, `${method} ${target}`);
    for (const token of ["garbage", null]) {
      const answer = await pushed(server, method, target, body, token);
      assert.deepEqual([answer.status, typeof answer.body.error.message], [401, "string"], `${method} ${target}`);
    }
  }
  const own = await pushed(server, "GET", `/websocket/users/${ann.id}/status`, undefined, ann.token);
  assert.deepEqual([own.status, own.body.isConnected], [200, false]);
  const ended = await pushed(server, "DELETE", `/websocket/users/${ann.id}/disconnect`, undefined, ann.token);
  assert.deepEqual([ended.status, ended.body], [404, offline(ann.id)]);
  const prefix = "Authentication failed: ";
  for (const [token, message] of [[null, "Authorization header is missing"], ["garbage", "Invalid token format"]]) {
    const { status, body } = await pushed(server, "GET", "/websocket/me/status", undefined, token);
    assert.deepEqual([status, body], [401, { error: { message: prefix + message } }]);
  }
});

test("PUSH_SENDER_ROLES widens who may send", async (t) => {
  const server = await started(t, { ...settings, PUSH_SENDER_ROLES: "admin,client,Push-Service" });
  const ann = await signUp(server);
  assert.equal((await pushed(server, "POST", "/websocket/message/broadcast", { type: "x" }, ann.token)).status, 200);
  assert.equal((await pushed(server, "POST", "/websocket/message/broadcast", { type: "x" }, strangerToken("x", { role: "trainer" }))).status, 403);
  assert.equal((await pushed(server, "POST", "/websocket/message/broadcast", { type: "x" }, strangerToken("x", { role: "push-service" }))).status, 200);
});
