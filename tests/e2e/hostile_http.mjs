// HTTP as no decent client speaks it: each gets a clear answer, and the next one is served as ever.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";

import { get, logIn, PASSWORD, person, post, put, request, signUp } from "./support/client.mjs";
import { RawConnection } from "./support/raw_connection.mjs";
import { assertError } from "./support/shapes.mjs";
import { adminOf, started } from "./support/started.mjs";
import { claimsFor, mint } from "./support/tokens.mjs";

const SECRET = "an end-to-end test's very own secret";

async function assertWell(server) {
  assert.equal((await get(server, "/livez")).status, 200, "the next one is served");
}

/** Sends the bytes on a connection of its own: the first answer, null when it was closed without one. */
async function told(server, bytes) {
  const raw = await RawConnection.open(server);
  raw.write(bytes);
  const answer = await raw.answer();
  return { raw, answer };
}

const errorOf = ({ body }) => JSON.parse(body);

async function assertRefused(server, bytes, status, name) {
  const { raw, answer } = await told(server, bytes);
  assert.equal(answer?.status, status, `${name}: ${answer?.status} ${answer?.body}`);
  const error = errorOf(answer);
  assert.deepEqual([error.error, error.status, typeof error.message, typeof error.code], [true, status, "string", "string"], name);
  assert.equal(answer.headers.get("connection"), "close", name);
  await raw.ended();
  assert.equal(raw.bytes.length, 0, `${name}: nothing follows a refusal`);
}

test("JSON that is broken, of the wrong type, deep, huge in number or not UTF-8: 400, and nothing is made", async (t) => {
  const server = await started(t);
  const good = person();
  const deep = "[".repeat(100_000);
  const bodies = [
    "", "{", "nonsense", "null", "[]", '"x"', "{}", "1e999", deep, `{"a":${deep}`, '{"email":"a@example.com"}',
    JSON.stringify({ ...good, username: 5 }), JSON.stringify({ ...good, email: {} }), JSON.stringify({ ...good, password: [] }),
    JSON.stringify({ ...good, full_name: null }), JSON.stringify(good).slice(0, -1), `${JSON.stringify(good)}}`,
    JSON.stringify(good).replace("{", '{"email":"b@example.com",'), Buffer.from([0xff, 0xfe, 0x7b]),
    Buffer.from(JSON.stringify(good).replace("Ann", "\u00ff"), "latin1"),
  ];
  const headers = { "content-type": "application/json" };
  for (const body of bodies) {
    assertError(await request(server, "POST", "/api/users", { body, headers }), 400);
    assertError(await request(server, "POST", "/api/auth/login", { body, headers }), 400);
  }
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""]) {
    const body = JSON.stringify(good);
    assertError(await request(server, "POST", "/api/users", { body, headers: { "content-type": type } }), 400);
  }
  assert.equal((await post(server, "/api/users", good)).status, 201, "none of them had been taken");
});

test("a body above 2 MiB is 413, announced, chunked or endless; the connection is not kept", async (t) => {
  const server = await started(t);
  const head = "POST /api/users HTTP/1.1\r\nHost: chat.test\r\nContent-Type: application/json\r\n";
  for (const length of ["2097153", "99999999999", "999999999999999999"]) {
    await assertRefused(server, `${head}Content-Length: ${length}\r\n\r\n{`, 413, length);
  }
  await assertRefused(server, `${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx`, 413, "one vast chunk");
  const { raw } = await (async () => {
    const endless = await RawConnection.open(server);
    endless.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    return { raw: endless };
  })();
  const chunk = Buffer.concat([Buffer.from("10000\r\n"), Buffer.alloc(0x10000, 0x20), Buffer.from("\r\n")]);
  let sent = 0;
  while (!raw.isEnded && !raw.error && raw.bytes.length === 0 && sent < 64) {
    raw.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
    ++sent;
  }
  assert.equal((await raw.answer()).status, 413);
  const fits = Buffer.alloc(2 * 1024 * 1024, 0x20);
  assertError(await request(server, "POST", "/api/users", { body: fits, headers: { "content-type": "application/json" } }), 400);
  await assertWell(server);
});

test("heads: too many fields, too many bytes, too long a line, and what is no HTTP", async (t) => {
  const server = await started(t);
  const lines = (count, length = 10) => Array.from({ length: count }, (_, index) => `X-${index}: ${"x".repeat(length)}\r\n`).join("");
  const get1 = "GET /livez HTTP/1.1\r\nHost: chat.test\r\n";
  const cases = [
    [431, "101 fields", `${get1}${lines(100)}\r\n`],
    [431, "20 KB of fields", `${get1}${lines(20, 1000)}\r\n`],
    [431, "one endless field", `${get1}X: ${"x".repeat(20_000)}`],
    [414, "an endless line", `GET /${"x".repeat(20_000)}`],
    [400, "no HTTP", "nonsense\r\n\r\n"],
    [400, "a TLS hello", Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00])],
    [400, "zeros", Buffer.alloc(100)],
    [400, "no version", "GET /livez\r\n\r\n"],
    [505, "HTTP/2.0", "GET /livez HTTP/2.0\r\nHost: chat.test\r\n\r\n"],
    [400, "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    [400, "no host", "GET /livez HTTP/1.1\r\n\r\n"],
    [400, "two hosts", "GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"],
    [400, "a blank in a name", `${get1}X : y\r\n\r\n`],
    [400, "no colon", `${get1}X\r\n\r\n`],
    [400, "a control character", `${get1}X: a\u0001b\r\n\r\n`],
    [400, "a NUL", `${get1}X: a\u0000b\r\n\r\n`],
    [400, "a blank in the target", "GET /li vez HTTP/1.1\r\nHost: chat.test\r\n\r\n"],
    [400, "a relative target", "GET livez HTTP/1.1\r\nHost: chat.test\r\n\r\n"],
  ];
  for (const [status, name, bytes] of cases) await assertRefused(server, bytes, status, name);
  const { answer } = await told(server, `${get1}${lines(99)}\r\n`);
  assert.equal(answer.status, 200, "a hundred fields are fine");
  await assertWell(server);
});

test("smuggling: what two servers could frame in two ways is refused, and nothing behind it is a request", async (t) => {
  const server = await started(t);
  const behind = "GET /livez HTTP/1.1\r\nHost: chat.test\r\n\r\n";
  const head = "POST /api/auth/login HTTP/1.1\r\nHost: chat.test\r\nContent-Type: application/json\r\n";
  const chunked = "Transfer-Encoding: chunked\r\n";
  const cases = [
    [400, "length and chunks", `${head}Content-Length: 5\r\n${chunked}\r\n0\r\n\r\n`],
    [400, "chunks and length", `${head}${chunked}Content-Length: 5\r\n\r\n0\r\n\r\n`],
    [400, "two lengths", `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    [400, "a list of lengths", `${head}Content-Length: 2, 3\r\n\r\n{}`],
    [400, "a signed length", `${head}Content-Length: +2\r\n\r\n{}`],
    [400, "a negative length", `${head}Content-Length: -2\r\n\r\n{}`],
    [400, "a hexadecimal length", `${head}Content-Length: 0x2\r\n\r\n{}`],
    [400, "no length", `${head}Content-Length: \r\n\r\n{}`],
    [400, "a length that overflows", `${head}Content-Length: 18446744073709551618\r\n\r\n{}`],
    [400, "chunked twice", `${head}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`],
    [400, "chunked in two fields", `${head}${chunked}${chunked}\r\n0\r\n\r\n`],
    [501, "another coding", `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    [501, "a coding with a tab", `${head}Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n`],
    [400, "a folded field", `${head}X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}`],
    [400, "a folded coding", `${head}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`],
    [400, "a bare line feed", `${head.replaceAll("\r\n", "\n")}Content-Length: 2\n\n{}`],
    [400, "one bare line feed", `${head}X: y\nContent-Length: 2\r\n\r\n{}`],
    [400, "a bare carriage return", `${head}X: y\rContent-Length: 2\r\n\r\n{}`],
    [400, "chunks in HTTP/1.0", `${head.replace("1.1", "1.0")}${chunked}\r\n0\r\n\r\n`],
    [400, "a chunk size with a sign", `${head}${chunked}\r\n+2\r\n{}\r\n0\r\n\r\n`],
    [400, "a chunk size with 0x", `${head}${chunked}\r\n0x2\r\n{}\r\n0\r\n\r\n`],
    [400, "a chunk longer than it says", `${head}${chunked}\r\n1\r\n{}\r\n0\r\n\r\n`],
    [400, "a chunk that ends in a line feed", `${head}${chunked}\r\n2\n{}\r\n0\r\n\r\n`],
    [400, "a broken trailer", `${head}${chunked}\r\n0\r\nX y\r\n\r\n`],
  ];
  for (const [status, name, bytes] of cases) {
    // A coding that has control characters may be refused for those alone.
    const wanted = name === "a coding with a tab" ? 400 : status;
    await assertRefused(server, bytes + behind, wanted, name);
  }
  await assertWell(server);
});

test("pipelined requests are answered in order, and those behind a refused one are not", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  const one = (target, token) => `GET ${target} HTTP/1.1\r\nHost: chat.test\r\n${token ? `Authorization: Bearer ${token}\r\n` : ""}\r\n`;
  const login = JSON.stringify({ email: ann.email, password: PASSWORD });
  const slow = `POST /api/auth/login HTTP/1.1\r\nHost: chat.test\r\nContent-Type: application/json\r\nContent-Length: ${login.length}\r\n\r\n${login}`;
  const raw = await RawConnection.open(server);
  const requests = [];
  const expected = [];
  for (let round = 0; round < 25; ++round) {
    requests.push(slow, one("/nowhere"), one(`/api/users/${ann.id}`, ann.token), one("/livez"));
    expected.push(200, 404, 200, 200);
  }
  raw.write(requests.join(""));
  const statuses = [];
  for (const _ of expected) {
    const { status, body } = await raw.answer();
    if (statuses.length % 4 === 0) assert.match(body, /Login successful/);
    statuses.push(status);
  }
  assert.deepEqual(statuses, expected);
  const { raw: broken, answer } = await told(server, `${one("/livez")}nonsense\r\n\r\n${one("/livez")}`);
  assert.equal(answer.status, 200);
  assert.equal((await broken.answer()).status, 400);
  assert.equal(await broken.answer(), null);
});

test("who pipelines without end and never reads the answers is not served without end", async (t) => {
  const server = await started(t, { ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:quarantine_size_mb=1`.replace(/^:/, "") });
  const resident = async () => Number(/^api_memory_usage_bytes ([\d.e+]+)$/m.exec((await get(server, "/metrics")).text)[1]);
  const page = (await get(server, "/", { headers: { accept: "text/html" } })).text;
  const script = /src="([^"]+\.js)"/.exec(page)[1];
  const { length } = (await get(server, script, { headers: { "accept-encoding": "identity" } })).text;
  const count = Math.ceil((80 << 20) / length);
  const raw = await RawConnection.open(server);
  raw.socket.pause();
  const before = await resident();
  raw.write(`GET ${script} HTTP/1.1\r\nHost: chat.test\r\n\r\n`.repeat(count));
  for (let turn = 0; turn < 50; ++turn) await assertWell(server);
  const grown = (await resident()) - before;
  t.diagnostic(`${count} answers of ${length} bytes, grown ${(grown / 2 ** 20).toFixed(1)} MiB`);
  assert.ok(grown < 24 * 2 ** 20, `memory grew by ${(grown / 2 ** 20).toFixed(1)} MiB`);
  raw.socket.resume();
  for (let answered = 0; answered < Math.min(count, 100); ++answered) assert.equal((await raw.answer(30_000)).status, 200);
});

test("paths that climb, hide or end early reach no file, and no other route", async (t) => {
  const server = await started(t);
  const climbs = [
    "/../etc/passwd", "/../../../../../../etc/passwd", "/assets/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd", "/assets/..%5c..%5cetc%5cpasswd", "//etc/passwd", "/assets/%00", "/index.html%00.png",
    "/.env", "/data/switchboard.db", "/assets/", "/api/chat/rooms/..%2f..%2fusers/messages", "/%c0%ae%c0%ae/etc/passwd",
    "/api/users/../../metrics", "/./livez", "/%", "/%zz",
  ];
  for (const target of climbs) {
    const { answer } = await told(server, `GET ${target} HTTP/1.1\r\nHost: chat.test\r\nAccept: text/html\r\n\r\n`);
    assert.ok([400, 401, 404].includes(answer.status), `${target}: ${answer.status}`);
    assert.doesNotMatch(answer.body, /root:|SQLite|JWT_SECRET/);
  }
  await assertWell(server);
});

test("forged tokens: no algorithm, another one, another key, and our own with a byte changed: 401", async (t) => {
  const server = await started(t, { JWT_SECRET: SECRET });
  const ann = await signUp(server);
  const claims = claimsFor(ann);
  const [head, body, signature] = ann.token.split(".");
  const changed = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body, "base64url")), role: "admin" }));
  const forged = [
    mint(claims, null, { algorithm: "none" }), mint(claims, null, { algorithm: "None" }), mint(claims, null, { algorithm: "HS256" }),
    mint(claims, SECRET, { algorithm: "none" }), mint(claims, SECRET, { algorithm: "HS512", hash: "sha512" }),
    mint(claims, SECRET, { algorithm: "ES256" }), mint(claims, "x".repeat(40)), mint({ ...claims, role: "admin" }, ""),
    `${head}.${changed.toString("base64url")}.${signature}`, `${head}.${body}.`, `${head}.${body}`, `${ann.token}A`,
    `${head}.${body}.${randomBytes(32).toString("base64url")}`, "..", ".", "a.b.c", "x".repeat(8000),
  ];
  for (const token of forged) {
    assertError(await get(server, `/api/users/${ann.id}`, { token }), 401);
    assertError(await put(server, `/api/users/${ann.id}`, { full_name: "Mallory" }, { token }), 401);
  }
  assert.equal((await get(server, `/api/users/${ann.id}`, { token: ann.token })).body.full_name, ann.full_name);
});

test("100 sign-ups with one e-mail at once: exactly one 201", async (t) => {
  const server = await started(t);
  const { email } = person();
  const spelled = (index) => (index % 2 ? email : email.toUpperCase());
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => post(server, "/api/users", person({ email: spelled(index) }))),
  );
  const made = answers.filter(({ status }) => status === 201);
  assert.equal(made.length, 1, `${made.length} accounts were made`);
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    if (answer.status === 503) continue; // the pool that hashes was full: try again
    assertError(answer, 400, { code: "email_taken" });
  }
  const admin = await adminOf(server);
  const { body } = await get(server, "/api/users?limit=200", { token: admin.token });
  assert.equal(body.filter((user) => user.email.toLowerCase() === email.toLowerCase()).length, 1);
  assert.equal((await logIn(server, email)).id, made[0].body.id);
});
