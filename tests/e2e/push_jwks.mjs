// Tokens of a foreign issuer, whose public keys the server reads from JWKS_URL.

import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { signUp, Socket } from "./support/client.mjs";
import { pushed, pushSession, SECRET, senderToken, strangerToken, told } from "./support/push.mjs";
import { started } from "./support/started.mjs";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

const KINDS = {
  RS256: { type: "rsa", options: { modulusLength: 2048 }, hash: "sha256" },
  ES256: { type: "ec", options: { namedCurve: "P-256" }, hash: "sha256" },
  EdDSA: { type: "ed25519", options: {}, hash: null },
};

/** A key pair of an issuer, by that name. */
function newKey(alg, kid) {
  const { type, options, hash } = KINDS[alg];
  const { publicKey, privateKey } = generateKeyPairSync(type, options);
  const signed = (text) => sign(hash, text, { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url");
  return {
    publicKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" },
    mint(sub, { claims = {}, header = {} } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const text = `${encode({ alg, kid, typ: "JWT", ...header })}.${encode({ sub, iat: now, exp: now + 3600, ...claims })}`;
      return `${text}.${signed(Buffer.from(text))}`;
    },
  };
}

/** Serves `keys`, which a test may change, and counts who asked. */
async function issuerOf(t, ...keys) {
  const issuer = { keys, status: 200, asked: 0 };
  const server = createServer((request, response) => {
    issuer.asked += 1;
    response.writeHead(issuer.status, { "content-type": "application/json", ...issuer.headers });
    response.end(JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  issuer.url = `http://127.0.0.1:${server.address().port}/keys`;
  return issuer;
}

const serving = (t, issuer, more = {}) => started(t, { JWT_SECRET: SECRET, JWKS_URL: issuer.url, ...more });
const myStatus = (server, token) => pushed(server, "GET", "/websocket/me/status", undefined, token);
const SIGNATURE = { error: { message: "Authentication failed: Invalid token signature" } };

async function assertRefused(server, token) {
  const { status, body } = await myStatus(server, token);
  assert.deepEqual([status, body], [401, SIGNATURE]);
}

test("tokens under RS256, ES256 and Ed25519 are let in on sockets and REST, beside our own secret's", async (t) => {
  const keys = Object.keys(KINDS).map((alg) => newKey(alg, `key of ${alg}`));
  const issuer = await issuerOf(t, ...keys);
  const server = await serving(t, issuer);
  for (const [i, key] of keys.entries()) {
    const socket = await pushSession(t, server, key.mint(`user${i}`));
    assert.equal(socket.authenticated.userId, `user${i}`);
    assert.equal((await myStatus(server, key.mint(`user${i}`))).body.isConnected, true);
    const sender = key.mint("backend", { claims: { scope: "push:send" } });
    assert.equal((await pushed(server, "POST", "/websocket/message/user", { userId: `user${i}`, type: "x", data: i }, sender)).status, 200);
    assert.equal((await told(socket, "message"))[0].data, i);
  }
  assert.equal((await pushed(server, "GET", "/websocket/users/connected", undefined, senderToken())).body.userCount, keys.length);
  assert.equal((await myStatus(server, strangerToken("ann"))).status, 200);
  assert.ok(issuer.asked >= 1 && issuer.asked <= 2, `asked ${issuer.asked} times`);
});

test("after a rotation a new key is found by its name, and the one that is gone lets nobody in", async (t) => {
  const [old, next, later] = ["old", "next", "later"].map((kid) => newKey("ES256", kid));
  const issuer = await issuerOf(t, old);
  // Each shard has keys of its own: with one, what is known does not hang on where a request lands.
  const server = await serving(t, issuer, { SHARDS: "1" });
  assert.equal((await myStatus(server, old.mint("ann"))).status, 200);
  assert.equal(issuer.asked, 1);
  issuer.keys = [next];
  assert.equal((await myStatus(server, next.mint("ann"))).status, 200);
  assert.equal(issuer.asked, 2);
  await assertRefused(server, old.mint("ann"));
  // Within thirty seconds nobody can make us ask again, however many keys are made up.
  issuer.keys = [later];
  for (let i = 0; i < 20; i += 1) await assertRefused(server, newKey("EdDSA", `made up ${i}`).mint("ann"));
  assert.equal(issuer.asked, 2);
  assert.equal((await myStatus(server, next.mint("ann"))).status, 200);
});

test("a public key is no secret, none is no algorithm, and a header brings no key", async (t) => {
  const [rsa, ec] = [newKey("RS256", "rsa"), newKey("ES256", "ec")];
  const issuer = await issuerOf(t, rsa, ec, { jwk: { kty: "oct", kid: "oct", k: Buffer.alloc(32, 7).toString("base64url") } });
  const server = await serving(t, issuer);
  assert.equal((await myStatus(server, rsa.mint("ann"))).status, 200);
  const text = (header) => `${encode(header)}.${encode({ sub: "ann" })}`;
  const secrets = [rsa.publicKey.export({ type: "spki", format: "pem" }), rsa.publicKey.export({ type: "spki", format: "der" }),
    JSON.stringify(rsa.jwk), Buffer.alloc(32, 7)];
  for (const kid of ["rsa", "oct"])
    for (const secret of secrets) {
      const signed = text({ alg: "HS256", kid, typ: "JWT" });
      await assertRefused(server, `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`);
    }
  for (const alg of ["none", "None", "NONE", "nOnE", "HS256", "RS256"]) await assertRefused(server, `${text({ alg, kid: "rsa" })}.`);
  const stranger = newKey("ES256", "ec");
  await assertRefused(server, stranger.mint("ann"));
  await assertRefused(server, stranger.mint("ann", { header: { jwk: stranger.jwk } }));
  await assertRefused(server, stranger.mint("ann", { header: { jku: issuer.url } }));
  await assertRefused(server, ec.mint("ann", { header: { alg: "RS256", kid: "rsa" } }));
});

test("an issuer that is away, redirects or says nonsense lets nobody in, and keeps nobody else out", async (t) => {
  const key = newKey("EdDSA", "one");
  for (const ill of [{ status: 500 }, { status: 302, headers: { location: "http://127.0.0.1:1/" } }, { keys: [] }]) {
    const issuer = Object.assign(await issuerOf(t, key), ill);
    const server = await serving(t, issuer);
    const { status, body } = await myStatus(server, key.mint("ann"));
    assert.deepEqual([status, body], [503, { error: { message: "The issuer's keys cannot be read" } }]);
    assert.equal((await myStatus(server, strangerToken("ann"))).status, 200);
    assert.equal(issuer.asked, 1);
  }
});

test("JWT_AUDIENCE: the issuer's tokens must be for us, and without it a token for somebody is refused", async (t) => {
  const key = newKey("RS256", "one");
  const issuer = await issuerOf(t, key);
  const aud = (value) => key.mint("ann", { claims: { aud: value } });
  const AUDIENCE = { error: { message: "Authentication failed: Token is for another audience" } };
  const refused = async (server, token) => assert.deepEqual(await myStatus(server, token).then(({ status, body }) => [status, body]), [401, AUDIENCE]);

  const closed = await serving(t, issuer);
  await refused(closed, aud("https://api.example"));
  assert.equal((await myStatus(closed, key.mint("ann"))).status, 200);

  const server = await serving(t, issuer, { JWT_AUDIENCE: "https://api.example" });
  for (const good of ["https://api.example", ["https://issuer.example/userinfo", "https://api.example"]]) {
    assert.equal((await myStatus(server, aud(good))).status, 200);
    assert.equal((await pushSession(t, server, aud(good))).authenticated.userId, "ann");
  }
  for (const other of ["https://api.example/", ["account"], undefined]) await refused(server, aud(other));
  assert.equal((await myStatus(server, strangerToken("ann"))).status, 200, "our own need no audience");
});

test("an issuer's token opens the chat socket when it names one of our accounts, and no other", async (t) => {
  const key = newKey("ES256", "one");
  const server = await serving(t, await issuerOf(t, key));
  const ann = await signUp(server);
  const socket = await Socket.open(server.ws("/api/chat/ws"));
  socket.send({ type: "authorization", token: key.mint(ann.id) });
  assert.deepEqual(await socket.next(), { type: "authenticated", user_id: ann.id });
  const inUrl = await Socket.open(server.ws(`/api/chat/ws?token=${key.mint(ann.id)}`));
  assert.deepEqual(await inUrl.next(), { type: "authenticated", user_id: ann.id });
  for (const bad of [key.mint("ann"), key.mint(ann.id, { claims: { exp: undefined } }), key.mint(ann.id, { claims: { exp: 1 } }), newKey("ES256", "one").mint(ann.id)]) {
    const refused = await Socket.open(server.ws("/api/chat/ws"));
    refused.send({ type: "authorization", token: bad });
    assert.deepEqual(await refused.next(), { type: "error", error: "Invalid authentication token" });
  }
});
