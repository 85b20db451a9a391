// The Spark door over HTTP: the front end's own token, keep-alive tokens, sign-up and sign-in, to the byte.

import assert from "node:assert/strict";
import test from "node:test";

import { get, logIn } from "./support/client.mjs";
import { RawConnection } from "./support/raw_connection.mjs";
import { UUID } from "./support/shapes.mjs";
import { aliveToken, auth, authorize, newcomer, PASSWORD, SECRET, signUp, sparkServer } from "./support/spark.mjs";
import { mint } from "./support/tokens.mjs";

const NOT_ALIVE = "Connection is not alive. Retry refreshing the page.";
const BAD_BODY = "Invalid request body. Please try again.";
const now = () => Math.floor(Date.now() / 1000);

/** The head of an answer as it came, byte for byte. */
async function rawHead(server, lines, body = "") {
  const raw = await RawConnection.open(server);
  raw.write(`${lines.join("\r\n")}\r\nHost: localhost\r\nConnection: close\r\n\r\n${body}`);
  await raw.until(() => raw.isEnded, "the end of the answer");
  return raw.bytes.toString("latin1");
}

const refused = (answer, status, reason) => {
  assert.deepEqual([answer.status, answer.reason, answer.text], [status, reason, ""]);
  assert.equal(answer.headers.get("content-length"), "0");
};

test("SPARK-1 GET / is 202 Accepted with an empty body; a browser gets the page", async (t) => {
  const server = await sparkServer(t);
  const text = await rawHead(server, ["GET / HTTP/1.1"]);
  assert.match(text, /^HTTP\/1\.1 202 Accepted\r\n/);
  assert.match(text, /\r\nContent-Length: 0\r\n/);
  assert.ok(text.endsWith("\r\n\r\n"));
});

test("SPARK-2 SPARK-4 /authorize admits who knows the secret, with a fresh uuid each time", async (t) => {
  const server = await sparkServer(t);
  const [first, second] = [await authorize(server), await authorize(server)];
  for (const answer of [first, second]) {
    assert.deepEqual([answer.status, answer.reason, answer.text], [202, "Accepted", ""]);
    assert.match(answer.headers.get("keep-alive-token"), UUID);
  }
  assert.notEqual(first.headers.get("keep-alive-token"), second.headers.get("keep-alive-token"));
  const token = mint({ iat: now() }, SECRET);
  const text = await rawHead(server, ["GET /authorize HTTP/1.1", `Authorization: Bearer ${token}`]);
  assert.match(text, /^HTTP\/1\.1 202 Accepted\r\n/);
  assert.equal((await authorize(server, `Bearer ${mint({ iat: now(), exp: now() + 60 }, SECRET)}`)).status, 202);
});

test("SPARK-3 /authorize refuses everything else with 403 Forbidden, and gives no token", async (t) => {
  const server = await sparkServer(t);
  const user = await signUp(server);
  const wrong = {
    "no header": null,
    "another scheme": "Basic x",
    "another secret": `Bearer ${mint({ iat: now() }, `${SECRET}x`)}`,
    "alg none": `Bearer ${mint({ iat: now() }, null, { algorithm: "none" })}`,
    expired: `Bearer ${mint({ iat: now(), exp: now() - 1 }, SECRET)}`,
    "not yet": `Bearer ${mint({ iat: now(), nbf: now() + 600 }, SECRET)}`,
    nothing: "Bearer ",
    "a person's token": `Bearer ${user.jwtoken}`,
  };
  for (const [what, authorization] of Object.entries(wrong)) {
    const answer = await authorize(server, authorization);
    assert.deepEqual([answer.status, answer.reason], [403, "Forbidden"], what);
    assert.equal(answer.headers.get("keep-alive-token"), null, what);
  }
});

test("SPARK-5 without a living keep-alive token nothing is looked at", async (t) => {
  const server = await sparkServer(t);
  for (const action of ["login", "signup"]) {
    for (const token of [null, "", "nonsense", "0190163d-8694-739b-aea5-966c26f8ad91"]) {
      for (const body of ["garbage", newcomer()]) refused(await auth(server, action, token, body), 403, NOT_ALIVE);
    }
  }
  const text = await rawHead(server, ["POST /auth/login HTTP/1.1", "Content-Length: 0"]);
  assert.ok(text.startsWith(`HTTP/1.1 403 ${NOT_ALIVE}\r\n`), text);
});

test("SPARK-6 SPARK-7 SPARK-11 login: a body that is none, an unknown address, a wrong password", async (t) => {
  const server = await sparkServer(t);
  const token = await aliveToken(server);
  const { email } = await signUp(server);
  const bodies = ["garbage", "", "[]", "{}", { email }, { password: "x" }, { email: "", password: "x" }, { email, password: "" }];
  for (const password of [{ $ne: "" }, ["x"], 7, true, null]) bodies.push({ email, password });
  for (const body of bodies) refused(await auth(server, "login", token, body), 400, BAD_BODY);
  const { email: stranger } = newcomer();
  refused(await auth(server, "login", token, { email: stranger, password: "x" }), 404, "User not found. Sign up to continue.");
  refused(await auth(server, "login", token, { email: "no address", password: "x" }), 404, "User not found. Sign up to continue.");
  refused(await auth(server, "login", token, { email, password: "WrongPass123" }), 401, "Invalid credentials. Please try again.");
  for (const body of ["garbage", { ...newcomer(), password: { $ne: "" } }, { ...newcomer(), fullname: "" }]) {
    refused(await auth(server, "signup", token, body), 400, BAD_BODY);
  }
});

test("SPARK-8 SPARK-9 SPARK-10 sign-up once, and sign-in as the same person", async (t) => {
  const server = await sparkServer(t);
  const token = await aliveToken(server);
  const body = newcomer({ fullname: 'Zoë "Z" Quux' });
  const up = await auth(server, "signup", token, body);
  assert.deepEqual([up.status, up.reason], [202, "Successful sign up."], up.text);
  assert.match(up.headers.get("content-type"), /^application\/json/);
  assert.deepEqual(Object.keys(up.user).sort(), ["avatar", "email", "fullname", "id", "jwtoken", "tagname", "websocketId"]);
  assert.match(up.user.tagname, /^[0-9A-Za-z]{11}$/);
  assert.deepEqual([up.user.fullname, up.user.email, up.user.websocketId], [body.fullname, body.email, null]);
  const raced = newcomer();
  const race = await Promise.all(Array.from({ length: 8 }, () => auth(server, "signup", token, raced)));
  assert.deepEqual(race.map(({ status }) => status).sort(), [202, ...Array(7).fill(409)]);
  refused(await auth(server, "signup", token, { ...body, email: body.email.toUpperCase() }), 409, "User already exists. Login to continue.");
  const weak = await auth(server, "signup", token, newcomer({ password: "short" }));
  refused(weak, 400, "Password must be at least 8 characters long");
  const login = await auth(server, "login", token, { email: body.email, password: body.password });
  assert.deepEqual([login.status, login.reason], [202, "Successful login."]);
  assert.deepEqual([login.user.id, login.user.tagname], [up.user.id, up.user.tagname]);
  const json = JSON.stringify({ email: body.email, password: body.password });
  const text = await rawHead(server, ["POST /auth/login HTTP/1.1", `keep-alive-token: ${token}`, `Content-Length: ${json.length}`], json);
  assert.match(text, /^HTTP\/1\.1 202 Successful login\.\r\n/);
  const account = await logIn(server, body.email, PASSWORD);
  assert.deepEqual([account.id, account.username], [up.user.id, up.user.tagname], "one account for all doors");
  assert.equal((await get(server, "/api/chat/rooms", { token: login.user.jwtoken })).status, 200);
});

test("SPARK-5 a keep-alive token is used again and again, and dies with the server", async (t) => {
  const server = await sparkServer(t);
  const token = await aliveToken(server);
  for (let count = 0; count < 3; ++count) assert.equal((await auth(server, "signup", token, newcomer())).status, 202);
  await server.restart();
  refused(await auth(server, "signup", token, newcomer()), 403, NOT_ALIVE);
});
