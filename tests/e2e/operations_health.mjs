// Health, readiness, metrics and logs: USERS-15, USERS-16.

import assert from "node:assert/strict";
import os from "node:os";
import { after, before, test } from "node:test";

import { get, logInAsAdmin, PASSWORD, post, request, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { Server } from "./support/server.mjs";
import { assertError } from "./support/shapes.mjs";

let server;
before(async () => (server = await Server.start({ settings: { LOG_LEVEL: "debug" } })));
after(() => server?.remove());

test("USERS-15 health has every documented key with its type, flat", async () => {
  const { status, body } = await get(server, "/health");
  assert.equal(status, 200);
  assert.equal(body.status, "up");
  assert.match(body.version, /^\d+\.\d+\.\d+/);
  assert.ok(Number.isInteger(body.uptime) && Number.isInteger(body.start_time));
  assert.ok(Math.abs(body.start_time + body.uptime - Date.now() / 1000) < 5);
  const system = body.system_info;
  for (const name of ["cpu_usage", "memory_usage_percent"]) assert.equal(typeof system[name], "number", name);
  for (const name of ["total_memory", "used_memory", "total_swap", "used_swap"]) {
    assert.ok(Number.isInteger(system[name]) && system[name] >= 0, name);
  }
  for (const name of ["hostname", "os_name", "os_version", "kernel_version"]) {
    assert.ok(typeof system[name] === "string" && system[name] !== "", name);
  }
  assert.ok(Math.abs(system.total_memory - os.totalmem()) < os.totalmem() / 100);
  assert.ok(system.cpu_usage >= 0 && system.cpu_usage <= 100 && system.memory_usage_percent <= 100);
});

test("USERS-15 uptime grows", async () => {
  const uptime = async () => (await get(server, "/health")).body.uptime;
  const before = await uptime();
  await eventually(async () => (await uptime()) > before, "uptime to grow", 4000);
});

test("livez and readyz answer 200 on a sound server", async () => {
  assert.equal((await get(server, "/livez")).status, 200);
  const ready = await get(server, "/readyz");
  assert.equal(ready.status, 200, ready.text);
});

async function metrics(token) {
  const answer = await get(server, "/metrics", { token });
  assert.equal(answer.status, 200);
  return answer;
}

/** Sum of a family's samples whose labels hold all of `labels`. */
function sum(text, family, labels = {}) {
  let total = 0;
  for (const line of text.split("\n")) {
    const found = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (found?.[1] !== family) continue;
    if (Object.entries(labels).every(([name, value]) => found[2]?.includes(`${name}="${value}"`))) total += Number(found[3]);
  }
  return total;
}

test("USERS-16 metrics has the six documented families, with their types and labels", async () => {
  await signUp(server);
  const answer = await metrics();
  assert.match(answer.headers.get("content-type"), /^text\/plain; version=0\.0\.4/);
  const types = {
    api_http_requests_total: "counter",
    api_http_request_duration_seconds: "histogram",
    api_db_queries_total: "counter",
    api_db_query_duration_seconds: "histogram",
    api_active_connections: "gauge",
    api_memory_usage_bytes: "gauge",
  };
  for (const [family, type] of Object.entries(types)) {
    assert.match(answer.text, new RegExp(`^# TYPE ${family} ${type}$`, "m"));
    assert.match(answer.text, new RegExp(`^# HELP ${family} \\S`, "m"));
  }
  assert.match(answer.text, /^api_http_requests_total\{(?=.*method=")(?=.*path=")(?=.*status=")/m);
  assert.match(answer.text, /^api_db_queries_total\{(?=.*operation=")(?=.*table="users")/m);
  for (const bound of ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"]) {
    assert.ok(answer.text.includes(`le="${bound}"`), `a bucket of ${bound}`);
  }
  assert.ok(sum(answer.text, "api_active_connections") >= 1);
  assert.ok(sum(answer.text, "api_memory_usage_bytes") > 1 << 20);
});

test("USERS-16 the request counter rises by the requests that were made", async () => {
  const labels = { method: "GET", path: "/api/users/statistics", status: "200" };
  const before = sum((await metrics()).text, "api_http_requests_total", labels);
  for (let count = 0; count < 5; ++count) await get(server, "/api/users/statistics");
  assert.equal(sum((await metrics()).text, "api_http_requests_total", labels), before + 5);
});

test("USERS-16 the path is a route's template: no id, and nothing that a stranger made up", async () => {
  const ann = await signUp(server);
  await get(server, `/api/users/${ann.id}`, { token: ann.token });
  for (let count = 0; count < 50; ++count) await get(server, `/api/made-up-${count}`);
  const { text } = await metrics();
  assert.ok(!text.includes(ann.id));
  assert.ok(!text.includes("made-up"));
  assert.match(text, /path="\/api\/users\/\{id\}"/);
});

test("USERS-16 METRICS_TOKEN closes metrics to those without it", async (t) => {
  const closed = await Server.start({ settings: { METRICS_TOKEN: "a-token-for-the-scraper" } });
  t.after(() => closed.remove());
  assert.equal((await get(closed, "/metrics")).status, 401);
  assert.equal((await get(closed, "/metrics", { token: "another" })).status, 401);
  assert.equal((await get(closed, "/metrics", { token: "a-token-for-the-scraper" })).status, 200);
});

test("every answer bears a request id, and the log tells the same one", async () => {
  const answer = await get(server, "/api/users");
  assertError(answer, 401);
  const id = answer.body.request_id;
  assert.equal(answer.headers.get("x-request-id"), id);
  await eventually(() => server.logs.some((line) => line.request_id === id), "a log line with the request id");
});

test("the log has no token, password, hash or payload in it, and each line is JSON", async () => {
  const admin = await logInAsAdmin(server);
  const ann = await signUp(server);
  await get(server, `/api/users/${ann.id}`, { token: ann.token });
  await get(server, `/api/users?token=${ann.token}`, { token: admin.token });
  const headers = { "content-type": "application/json" };
  await request(server, "POST", "/api/users", { body: '{"password":"LeakedPass99"', headers });
  await post(server, "/api/auth/login", { email: ann.email, password: "MistypedPass77" });
  await server.restart();
  const lines = server.stderr.split("\n").filter(Boolean);
  assert.ok(lines.length > 5);
  for (const line of lines) assert.doesNotThrow(() => JSON.parse(line), line);
  const signature = (token) => token.split(".")[2];
  for (const secret of [PASSWORD, admin.password, "LeakedPass99", "MistypedPass77", signature(ann.token),
    signature(admin.token), "$2b$"]) {
    assert.ok(!server.stderr.includes(secret), `the log holds ${secret}`);
  }
});
