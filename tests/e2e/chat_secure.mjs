// HTTPS and WSS on the same port: USERS-31, and certificates that change while it runs.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { chat, person, say, Socket } from "./support/client.mjs";
import { handshake, makeCertificate, secureRequest } from "./support/certificates.mjs";
import { eventually } from "./support/deadline.mjs";
import { RawConnection } from "./support/raw_connection.mjs";
import { started } from "./support/started.mjs";

async function securely(t, settings = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "switchboard-tls-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const made = await makeCertificate(folder);
  const secure = { ENABLE_HTTPS: "true", SSL_CERT_PATH: made.cert, SSL_KEY_PATH: made.key };
  return { folder, ...made, server: await started(t, { ...secure, ...settings }) };
}

async function signUpSecurely(server, ca) {
  const body = person();
  const made = await secureRequest(server, "POST", "/api/users", { json: body, ca });
  assert.equal(made.status, 201);
  const { email, password } = body;
  const login = await secureRequest(server, "POST", "/api/auth/login", { json: { email, password }, ca });
  assert.equal(login.status, 200);
  return { ...login.body.user, token: login.body.token };
}

test("USERS-31 with ENABLE_HTTPS the same port speaks https and wss, and nothing else", async (t) => {
  const { server, pem: ca } = await securely(t);
  assert.match(server.lines[0], /^listening main https:\/\/127\.0\.0\.1:\d+$/);
  assert.match(server.lines[2], /^listening spark wss:\/\//);
  const [ann, bob] = [await signUpSecurely(server, ca), await signUpSecurely(server, ca)];
  const sockets = [];
  for (const options of [{ ca }, { ca, perMessageDeflate: { threshold: 0 } }]) {
    for (const user of [ann, bob]) sockets.push(await chat(server, user, "general", { options, target: "/api/ws/chat" }));
  }
  const texts = Array.from({ length: 100 }, (_, index) => `${index} ${"x".repeat(index * 40)}`);
  for (const [index, text] of texts.entries()) say(sockets[index % 4], "general", text);
  for (const socket of sockets) {
    const heard = new Set();
    while (heard.size < texts.length) heard.add((await socket.until("message", 30_000)).content);
    assert.deepEqual(heard, new Set(texts));
  }
  const { status, body } = await secureRequest(server, "GET", "/api/chat/rooms/general/messages", { ca, token: ann.token });
  assert.deepEqual([status, body.length], [200, 50]);
  const plain = await RawConnection.open(server);
  plain.write("GET /health HTTP/1.1\r\nHost: chat.test\r\n\r\n");
  await plain.ended();
  assert.ok(!plain.bytes.toString("latin1").startsWith("HTTP/1.1 200"), "no plain HTTP on the TLS port");
  await Promise.all(sockets.map((socket) => socket.leave()));
});

test("USERS-31 the certificate is verified by those who care, and old TLS is refused", async (t) => {
  const { server, pem: ca } = await securely(t);
  await assert.rejects(secureRequest(server, "GET", "/health", {}), /self-signed/);
  await assert.rejects(Socket.open(server.ws("/api/chat/ws")), /self-signed/);
  assert.equal((await handshake(server, { maxVersion: "TLSv1.2" })).protocol, "TLSv1.2");
  assert.equal((await handshake(server)).protocol, "TLSv1.3");
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" };
  await assert.rejects(handshake(server, old));
  assert.equal((await secureRequest(server, "GET", "/health", { ca })).status, 200);
});

test("SIGHUP takes a new certificate for those who come, keeps those who are in, and a broken one changes nothing", async (t) => {
  const { server, folder, pem } = await securely(t);
  const ann = await signUpSecurely(server, pem);
  const inside = await chat(server, ann, "general", { options: { ca: pem } });
  await makeCertificate(folder, "renewed");
  assert.equal((await handshake(server)).name, "localhost", "not before it is told");
  server.signal("SIGHUP");
  await eventually(async () => (await handshake(server)).name === "renewed", "the new certificate");
  await writeFile(server.settings.SSL_CERT_PATH, "no certificate\n");
  server.signal("SIGHUP");
  await eventually(() => server.logs.some(({ area, level }) => area === "tls" && level === "error"), "the refusal in the log");
  assert.equal((await handshake(server)).name, "renewed");
  say(inside, "general", "still in");
  assert.equal((await inside.until("message")).content, "still in");
  await inside.leave();
});

test("SIGHUP without TLS is not the end", async (t) => {
  const server = await started(t);
  server.signal("SIGHUP");
  const { status } = await fetch(`${server.url}/livez`);
  assert.equal(status, 200);
});

test("a TLS client that stops in the middle of the handshake does not hold up others or the end", async (t) => {
  const { server, pem: ca } = await securely(t, { DRAIN_SECONDS: "1" });
  const silent = await RawConnection.open(server);
  silent.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  const noise = await RawConnection.open(server);
  noise.write(Buffer.alloc(2000, 0x41));
  await noise.ended();
  assert.equal((await secureRequest(server, "GET", "/health", { ca })).status, 200);
});
