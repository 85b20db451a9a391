// Start, stop and the command line: settings.md.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { chat, get, logIn, logInAsAdmin, post, signUp } from "./support/client.mjs";
import { within } from "./support/deadline.mjs";
import { command, Server } from "./support/server.mjs";
import { claimsOf } from "./support/tokens.mjs";

async function folder(t) {
  const made = await mkdtemp(path.join(tmpdir(), "switchboard-process-"));
  t.after(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function started(t, options) {
  const server = await Server.start(options);
  t.after(() => server.remove());
  return server;
}

test("one line per listener, in the order main, push, spark, and nothing else on standard output", async (t) => {
  const server = await started(t);
  assert.equal(server.lines.length, 3);
  assert.match(server.lines[0], /^listening main http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  assert.match(server.lines[1], /^listening push http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  assert.match(server.lines[2], /^listening spark ws:\/\/127\.0\.0\.1:[1-9]\d*\/ws$/);
  await get(server, "/health");
  await server.stop();
  assert.equal(server.lines.length, 3);
});

test("a listener that is off has no line", async (t) => {
  const server = await started(t, { settings: { PUSH_PORT: "off", SPARK_PORT: "off" } });
  assert.deepEqual(server.lines.map((line) => line.split(" ")[1]), ["main"]);
});

test("SIGTERM and SIGINT drain: sockets get 1001, new connections are refused, the status is 0", async (t) => {
  for (const signal of ["SIGTERM", "SIGINT"]) {
    const server = await started(t);
    const ann = await signUp(server);
    const socket = await chat(server, ann, "general");
    server.signal(signal);
    const { code, reason } = await socket.untilClosed();
    assert.equal(code, 1001);
    assert.match(reason, /^retry_after_ms=\d{1,5}$/);
    const { status } = await server.ended();
    assert.equal(status, 0, signal);
    const port = Number(new URL(server.url).port);
    const refused = new Promise((resolve) => net.connect(port, "127.0.0.1").on("error", resolve).on("connect", resolve));
    assert.equal((await within(refused, 2000, "the refusal"))?.code, "ECONNREFUSED");
  }
});

test("a client that stays silent does not hold up the end beyond DRAIN_SECONDS + 2", async (t) => {
  const server = await started(t, { settings: { DRAIN_SECONDS: "1" } });
  const { port } = new URL(server.url);
  const silent = net.connect(Number(port), "127.0.0.1");
  silent.on("error", () => {});
  t.after(() => silent.destroy());
  await within(new Promise((resolve) => silent.on("connect", resolve)), 2000, "a connection");
  silent.write("POST /api/users HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
  const since = Date.now();
  server.signal("SIGTERM");
  assert.equal((await server.ended()).status, 0);
  assert.ok(Date.now() - since < 3500, `${Date.now() - since} ms`);
});

test("what was answered is there after kill -9", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  await server.kill9();
  await server.start();
  assert.equal((await get(server, `/api/users/${ann.id}`, { token: ann.token })).status, 200);
  assert.equal((await logIn(server, ann.email, ann.password)).id, ann.id);
});

test("generated secrets are kept, for their owner only, and tokens outlive a restart", async (t) => {
  const server = await started(t);
  const ann = await signUp(server);
  await server.restart();
  assert.equal((await get(server, `/api/users/${ann.id}`, { token: ann.token })).status, 200);
  const secrets = (await readdir(path.join(server.folder, "data"))).filter((name) => /secret/i.test(name));
  assert.ok(secrets.length > 0);
  for (const name of secrets) {
    assert.equal((await stat(path.join(server.folder, "data", name))).mode & 0o777, 0o600, name);
  }
});

test("every error in the settings is told at once, one a line, with status 2", async (t) => {
  const cwd = await folder(t);
  const settings = {
    PORT: "65536",
    SHARDS: "0",
    JWT_EXPIRATION: "0",
    JWT_SECRET: "short",
    BCRYPT_COST: "3",
    DB_MAX_CONNECTIONS: "0",
    DATABASE_URL: "mysql://x",
    RATE_LIMITS: "perhaps",
  };
  const { status, stdout, stderr } = await command(["serve"], { settings, cwd });
  assert.equal(status, 2, stderr);
  assert.equal(stdout, "");
  for (const name of Object.keys(settings)) {
    const lines = stderr.split("\n").filter((line) => new RegExp(`\\b${name}\\b`).test(line));
    assert.equal(lines.length, 1, `${name}: ${stderr}`);
  }
  assert.ok(!stderr.includes("short"), "a secret is never printed");
});

test("a missing certificate and one that is not its key's stop the start", async (t) => {
  const cwd = await folder(t);
  const missing = await command([], {
    settings: { ENABLE_HTTPS: "true", SSL_CERT_PATH: "none.pem", SSL_KEY_PATH: "none.key" },
    cwd,
  });
  assert.equal(missing.status, 2, missing.stderr);
  assert.match(missing.stderr, /SSL_CERT_PATH/);
});

test("a .env file supplies settings, the environment wins, and an unknown name is an error", async (t) => {
  const cwd = await folder(t);
  await writeFile(path.join(cwd, ".env"), "# a comment\nPORT=1111\nHOST=127.0.0.2\nJWT_EXPIRATION=\"60\"\n");
  const { status, stdout } = await command(["settings"], { settings: { PORT: "2222" }, cwd });
  assert.equal(status, 0);
  const line = (name) => stdout.split("\n").find((text) => text.includes(name)) ?? "";
  assert.match(line("PORT"), /2222/);
  assert.match(line("HOST"), /127\.0\.0\.2/);
  assert.match(line("JWT_EXPIRATION"), /\b60\b/);
  await writeFile(path.join(cwd, "other.env"), "PROT=8080\n");
  const unknown = await command(["serve", "--env-file", "other.env"], { cwd });
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /PROT/);
  const absent = await command(["serve", "--env-file", "absent.env"], { cwd });
  assert.equal(absent.status, 2);
});

test("settings shows what is in force and hides secrets; --markdown is the reference", async (t) => {
  const cwd = await folder(t);
  const secret = randomBytes(24).toString("hex");
  const settings = { JWT_SECRET: secret, SMTP_URL: `smtp://u:${secret}@h:25`, MAIL_FROM: "a@example.com" };
  const shown = await command(["settings"], { settings, cwd });
  assert.equal(shown.status, 0);
  assert.match(shown.stdout, /JWT_SECRET/);
  assert.ok(!shown.stdout.includes(secret));
  const reference = await command(["settings", "--markdown"], { cwd });
  assert.equal(reference.status, 0);
  for (const name of ["PORT", "DATABASE_URL", "BCRYPT_COST", "CONNECTIONS_MAX", "GITHUB_CLIENT_SECRET"]) {
    assert.ok(reference.stdout.includes(`\`${name}\``), name);
  }
});

test("--version, --help and a wrong word on the command line", async (t) => {
  const cwd = await folder(t);
  const version = await command(["--version"], { cwd });
  assert.equal(version.status, 0);
  assert.match(version.stdout, /\d+\.\d+\.\d+/);
  const help = await command(["--help"], { cwd });
  assert.equal(help.status, 0);
  for (const word of ["serve", "admin", "token", "settings"]) assert.match(help.stdout, new RegExp(`\\b${word}\\b`));
  const wrong = await command(["sreve"], { cwd });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /sreve/);
});

test("the command line makes an admin, with the password from standard input only", async (t) => {
  const server = await started(t, { settings: { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined } });
  await server.stop();
  const { settings } = server;
  const args = ["admin", "create", "--email", "root@example.com", "--username", "root"];
  const weak = await command(args, { settings, cwd: server.folder, input: "weak\n" });
  assert.notEqual(weak.status, 0);
  const made = await command(args, { settings, cwd: server.folder, input: "RootPass123\n" });
  assert.equal(made.status, 0, made.stderr);
  const again = await command(args, { settings, cwd: server.folder, input: "RootPass123\n" });
  assert.notEqual(again.status, 0);
  await server.start();
  const root = await logIn(server, "root@example.com", "RootPass123");
  assert.equal(root.role, "admin");
  assert.equal((await get(server, "/api/users", { token: root.token })).status, 200);
});

test("ADMIN_EMAIL and ADMIN_PASSWORD make one admin, at the first start only", async (t) => {
  const server = await started(t);
  const admin = await logInAsAdmin(server);
  assert.equal(admin.role, "admin");
  await server.stop();
  server.settings.ADMIN_EMAIL = "second@example.com";
  await server.start();
  const password = server.settings.ADMIN_PASSWORD;
  const answer = await post(server, "/api/auth/login", { email: "second@example.com", password });
  assert.equal(answer.status, 400);
});

test("token mints one that the server takes", async (t) => {
  const server = await started(t, { settings: { JWT_SECRET: "f".repeat(40) } });
  const ann = await signUp(server);
  const { settings } = server;
  const minted = await command(["token", "--sub", ann.id, "--expires", "60"], { settings, cwd: server.folder });
  assert.equal(minted.status, 0, minted.stderr);
  const token = minted.stdout.trim();
  const claims = claimsOf(token);
  assert.equal(claims.sub, ann.id);
  assert.equal(claims.exp - claims.iat, 60);
  assert.equal((await get(server, `/api/users/${ann.id}`, { token })).status, 200);
});

test("a taken port is told by its number, and the start ends", async (t) => {
  const server = await started(t);
  const cwd = await folder(t);
  const { port } = new URL(server.url);
  const settings = { ...server.settings, DATA_DIR: cwd, DATABASE_URL: `sqlite:${cwd}/a.db`, PORT: port };
  const second = await command([], { settings, cwd });
  assert.notEqual(second.status, 0);
  assert.ok(second.stderr.includes(port), second.stderr);
});

test("two servers on one database: the second says so instead of harming the first", async (t) => {
  const server = await started(t);
  const second = await command([], { settings: server.settings, cwd: server.folder });
  assert.notEqual(second.status, 0);
  assert.notEqual(second.stderr, "");
  assert.equal((await get(server, "/readyz")).status, 200);
});
