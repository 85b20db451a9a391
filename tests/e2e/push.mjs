// The push door's socket: PUSH-1 to PUSH-5, PUSH-11 to PUSH-17, PUSH-21, PUSH-22.

import assert from "node:assert/strict";
import { test } from "node:test";

import { io } from "socket.io-client";

import { put, signUp } from "./support/client.mjs";
import { eventually, pause } from "./support/deadline.mjs";
import { pushClient, pushed, pushSession, rawSession, SECRET, strangerToken, told, toUser } from "./support/push.mjs";
import { adminOf, started } from "./support/started.mjs";
import { mint } from "./support/tokens.mjs";

const settings = { JWT_SECRET: SECRET };
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Past CONNECT and `authenticated`. */
async function entered(raw) {
  assert.match(await raw.send("40").next(), /^40/);
  assert.match(await raw.next(), /^42\["authenticated"/);
}

test("PUSH-1 PUSH-2 PUSH-4 raw frames: opening, CONNECT reply first, authenticated, ping and pong", async (t) => {
  const server = await started(t, settings);
  const socket = await rawSession(server, { authorization: `Bearer ${strangerToken("user-1")}` });
  assert.deepEqual(Object.keys(socket.opening).sort(), ["maxPayload", "pingInterval", "pingTimeout", "sid", "upgrades"]);
  const { sid, ...rest } = socket.opening;
  assert.deepEqual(rest, { upgrades: [], pingInterval: 25000, pingTimeout: 20000, maxPayload: 1000000 });
  assert.equal(sid.length, 20);
  socket.send("40");
  const connected = await socket.next();
  assert.match(connected, /^40\{"sid":"[\w-]+"\}$/);
  assert.notEqual(JSON.parse(connected.slice(2)).sid, sid);
  const [name, said] = JSON.parse((await socket.next()).slice(2));
  assert.deepEqual([name, said.userId, said.message], ["authenticated", "user-1", "Successfully authenticated"]);
  assert.match(said.timestamp, RFC3339);
  for (const ping of ['42["ping"]', '421["ping"]']) {
    const pong = await socket.send(ping).next();
    assert.deepEqual(Object.keys(JSON.parse(pong.slice(2))[1]), ["timestamp"]);
    assert.match(pong, /^42\["pong",/);
  }
  socket.drop();
});

test("PUSH-2 the stock client fires connect, then authenticated, whichever way the token comes", async (t) => {
  const server = await started(t, settings);
  const ways = [
    [{}, "auth payload"],
    [{ header: true }, "header"],
    [{ header: true, transports: ["polling"] }, "polling"],
    [{ header: true, transports: ["polling", "websocket"] }, "upgrade"],
  ];
  for (const [options, way] of ways) {
    const socket = await pushClient(t, server, strangerToken(`user ${way}`), options);
    const [first, second] = await eventually(() => socket.events.length >= 2 && socket.events, `${way}: two events`);
    assert.deepEqual([first[0], second[0], second[1].userId], ["connect", "authenticated", `user ${way}`], way);
    socket.close();
  }
  const bare = await pushClient(t, server, "", { extraHeaders: { authorization: strangerToken("bare") } });
  assert.equal((await told(bare, "authenticated"))[0].userId, "bare", "Bearer may be left out");
});

test("PUSH-3 a token that lapses in the year 9999, or later than clocks can count, is simply good", async (t) => {
  const server = await started(t, settings);
  for (const exp of [253402300799, 2 ** 53]) {
    const socket = await pushClient(t, server, strangerToken("old", { exp }));
    assert.equal((await told(socket, "authenticated"))[0].userId, "old");
    await pause(300);
    assert.equal(socket.connected, true, `exp ${exp}`);
    socket.close();
  }
});

test("PUSH-3 a token that is missing, broken, foreign, lapsed or without sub: Authentication failed, not connected", async (t) => {
  const server = await started(t, settings);
  const now = Math.floor(Date.now() / 1000);
  const bad = {
    none: "",
    garbage: "garbage",
    "another key": mint({ sub: "eve", exp: now + 60 }, "another secret that is long enough to be one"),
    unsigned: mint({ sub: "eve", exp: now + 60 }, null, { algorithm: "none" }),
    lapsed: strangerToken("eve", { exp: now - 120 }),
    "not yet good": strangerToken("eve", { nbf: now + 3600 }),
    "without sub": strangerToken(undefined),
    "an empty sub": strangerToken(""),
  };
  for (const [what, token] of Object.entries(bad)) {
    const socket = await pushClient(t, server, token, { reconnection: false });
    assert.deepEqual(await told(socket, "connect_error"), ["Authentication failed"], what);
    socket.close();
  }
  // The transport stays open; a later event on it closes it.
  const raw = await rawSession(server);
  assert.equal(await raw.send("40").next(), '44{"message":"Authentication failed"}');
  raw.send('42["ping"]');
  assert.equal((await raw.untilClosed()).code, 1005);
  const { body } = await pushed(server, "GET", "/websocket/users/connected");
  assert.deepEqual([body.connectedUsers, body.userCount], [[], 0]);
});

test("PUSH-3 where header and payload both bring a token, the header decides", async (t) => {
  const server = await started(t, settings);
  const good = strangerToken("good");
  const one = await pushClient(t, server, good, { header: true, auth: { token: "garbage" } });
  assert.equal((await told(one, "authenticated"))[0].userId, "good");
  const two = await pushClient(t, server, "garbage", { header: true, auth: { token: good }, reconnection: false });
  assert.deepEqual(await told(two, "connect_error"), ["Authentication failed"]);
});

test("PUSH-11 PUSH-12 list and status follow connect and disconnect", async (t) => {
  const server = await started(t, settings);
  const since = Date.now();
  const ann = await pushSession(t, server, strangerToken("ann"));
  const bob = await pushSession(t, server, strangerToken("bob"));
  const list = async () => (await pushed(server, "GET", "/websocket/users/connected")).body;
  assert.deepEqual((({ connectedUsers, userCount, success }) => [connectedUsers.sort(), userCount, success])(await list()), [["ann", "bob"], 2, true]);
  const own = (await pushed(server, "GET", "/websocket/me/status", undefined, strangerToken("ann"))).body;
  assert.deepEqual([own.userId, own.isConnected, own.connectionInfo.socketId], ["ann", true, ann.id]);
  assert.ok(Math.abs(Date.parse(own.connectionInfo.connectedAt) - since) < 30_000);
  bob.close();
  await eventually(async () => (await list()).userCount === 1, "bob to be gone");
  const gone = (await pushed(server, "GET", "/websocket/users/bob/status")).body;
  assert.deepEqual([gone.success, gone.isConnected, gone.connectionInfo], [true, false, null]);
});

test("PUSH-13 a disconnected client hears io server disconnect and stays away; a second DELETE is 404", async (t) => {
  const server = await started(t, settings);
  const ann = await pushSession(t, server, strangerToken("ann"));
  const first = await pushed(server, "DELETE", "/websocket/users/ann/disconnect");
  assert.deepEqual([first.status, first.body.message], [200, "User ann disconnected"]);
  assert.deepEqual(await told(ann, "disconnect"), ["io server disconnect"]);
  const second = await pushed(server, "DELETE", "/websocket/users/ann/disconnect");
  assert.deepEqual([second.status, second.body], [404, { error: { message: "User ann is not connected" } }]);
  await pause(400);
  assert.equal(ann.connected, false);
  const raw = await rawSession(server, { authorization: strangerToken("bob") });
  await entered(raw);
  await pushed(server, "DELETE", "/websocket/users/bob/disconnect", undefined, strangerToken("bob"));
  assert.equal(await raw.next(), 41);
  assert.equal((await raw.untilClosed()).code, 1005);
});

test("PUSH-14 the newest connection of a person wins, and is the one that hears", async (t) => {
  const server = await started(t, settings);
  const token = strangerToken("ann");
  for (let round = 0; round < 6; ++round) {
    const old = await pushSession(t, server, token);
    const fresh = await pushSession(t, server, token);
    assert.deepEqual(await told(old, "disconnect"), ["io server disconnect"]);
    const { body } = await pushed(server, "GET", "/websocket/users/connected");
    assert.deepEqual(body.connectedUsers, ["ann"]);
    await toUser(server, "ann", { data: round });
    assert.equal((await told(fresh, "message"))[0].data, round);
    assert.deepEqual(old.events, [], "nothing more for the old one");
    fresh.close();
    await eventually(async () => (await pushed(server, "GET", "/websocket/users/connected")).body.userCount === 0, "nobody");
  }
});

test("PUSH_CONNECTIONS_PER_USER lets several connections of a person hear everything", async (t) => {
  const server = await started(t, { ...settings, PUSH_CONNECTIONS_PER_USER: "2" });
  const token = strangerToken("ann");
  const [one, two] = [await pushSession(t, server, token), await pushSession(t, server, token)];
  await toUser(server, "ann", { data: 1 });
  for (const each of [one, two]) assert.equal((await told(each, "message"))[0].data, 1);
  const three = await pushSession(t, server, token);
  assert.deepEqual(await told(one, "disconnect"), ["io server disconnect"], "the oldest makes room");
  await toUser(server, "ann", { data: 2 });
  for (const each of [two, three]) assert.equal((await told(each, "message"))[0].data, 2);
});

test("PUSH-16 what is sent while a client upgrades is neither lost nor doubled", async (t) => {
  const server = await started(t, settings);
  const socket = await pushClient(t, server, strangerToken("ann"), { header: true, transports: ["polling", "websocket"] });
  await told(socket, "authenticated");
  for (let count = 0; count < 100; ++count) assert.equal((await toUser(server, "ann", { data: count })).status, 200);
  await eventually(() => socket.events.filter(([name]) => name === "message").length >= 100, "all of them");
  const numbers = socket.events.filter(([name]) => name === "message").map(([, { data }]) => data);
  assert.deepEqual(numbers, Array.from({ length: 100 }, (_, count) => count));
  assert.equal(socket.io.engine.transport.name, "websocket");
});

test("PUSH-21 unknown events are ignored, garbage and foreign namespaces are not served", async (t) => {
  const server = await started(t, settings);
  const raw = await rawSession(server, { authorization: strangerToken("ann") });
  await entered(raw);
  raw.send('42["custom_message",{"a":1}]');
  assert.match(await raw.send('42["ping"]').next(), /^42\["pong"/);
  assert.equal(await raw.send("40/foo,").next(), '44/foo,{"message":"Invalid namespace"}');
  raw.send("4nonsense");
  assert.equal((await raw.untilClosed()).code, 1005);
});

test("PUSH-22 JWT_INSECURE lets the documented sample in, and without it it is refused", async (t) => {
  const sample = mint({ sub: "user123", name: "John Doe", iat: 1516239022 }, "whatever that backend used as its secret");
  const insecure = await started(t, { ...settings, JWT_INSECURE: "1" });
  const socket = await pushSession(t, insecure, sample);
  assert.equal(socket.authenticated.userId, "user123");
  assert.match(insecure.stderr, /JWT_INSECURE/);
  const strict = await started(t, settings);
  const refused = await pushClient(t, strict, sample, { reconnection: false });
  assert.deepEqual(await told(refused, "connect_error"), ["Authentication failed"]);
});

test("DELIV-8 a deactivated account's push sockets close within a second", async (t) => {
  const server = await started(t, settings);
  const admin = await adminOf(server);
  const ann = await signUp(server);
  const socket = await pushSession(t, server, ann.token);
  assert.equal(socket.authenticated.userId, ann.id);
  await put(server, `/api/users/${ann.id}`, { active: false }, { token: admin.token });
  assert.deepEqual(await told(socket, "disconnect", 5000), ["io server disconnect"]);
});

test("the main listener serves the same door", async (t) => {
  const server = await started(t, settings);
  const socket = io(server.url, { forceNew: true, auth: { token: strangerToken("ann") } });
  t.after(() => socket.close());
  const said = await new Promise((resolve) => socket.on("authenticated", resolve));
  assert.equal(said.userId, "ann");
});
