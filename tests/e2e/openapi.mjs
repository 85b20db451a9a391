// The API's description beside what the server does: whatever it promises of an answer is so.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Ajv2020 } from "ajv/dist/2020.js";

import { get, logIn, logInAsAdmin, PASSWORD, person, request, signUp } from "./support/client.mjs";
import { SECRET } from "./support/push.mjs";
import { Server } from "./support/server.mjs";
import { mint } from "./support/tokens.mjs";

let server, document, ajv;
before(async () => {
  server = await Server.start({ settings: { JWT_SECRET: SECRET } });
  document = (await get(server, "/openapi.json")).body;
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, "api");
});
after(() => server?.remove());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** Sends what the description says and holds the answer against it. */
async function call(method, pattern, { parameters = {}, json, token, status, query = "" }) {
  const operation = document.paths[pattern]?.[method];
  assert.ok(operation, `${method} ${pattern} is described`);
  const target = pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parameters[name]));
  const answer = await request(server, method.toUpperCase(), target + query, { json, token });
  assert.equal(answer.status, status, `${method} ${pattern}: ${answer.text}`);
  const described = operation.responses[status];
  assert.ok(described, `${method} ${pattern} ${status} is described`);
  const at = ["paths", pattern, method, "responses", String(status), "content", "application/json", "schema"];
  if (described.content === undefined) return answer;
  const pointer = at.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  const validate = ajv.getSchema(`api#/${pointer}`);
  assert.ok(validate(answer.body), `${method} ${pattern}: ${ajv.errorsText(validate.errors)} ${answer.text}`);
  assert.deepEqual(undescribed(described.content["application/json"].schema, answer.body), [], `${method} ${pattern}`);
  return answer;
}

/** Members of an answer that its schema does not know. */
function undescribed(schema, value, where = "") {
  if (schema.$ref) return undescribed(document.components.schemas[schema.$ref.split("/").at(-1)], value, where);
  if (schema.anyOf) return value === null ? [] : undescribed(schema.anyOf[0], value, where);
  if (schema.items) return value.flatMap((item, at) => undescribed(schema.items, item, `${where}[${at}]`));
  if (!schema.properties) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    schema.properties[name] ? undescribed(schema.properties[name], member, `${where}.${name}`) : [`${where}.${name}`],
  );
}

test("every operation says what it is for, and has an id of its own", () => {
  const all = operations();
  assert.ok(all.length > 20);
  for (const { path, method, operation } of all) assert.ok(operation.summary, `${method} ${path}`);
  assert.equal(new Set(all.map(({ operation }) => operation.operationId)).size, all.length);
});

test("an operation that wants a token answers 401 without one, and one that wants none does not", async () => {
  for (const { path, method, operation } of operations()) {
    const target = path.replace(/\{\w+\}/g, "x");
    const { status } = await request(server, method.toUpperCase(), target, {});
    assert.equal(status === 401, operation.security.length > 0, `${method} ${path}: ${status}`);
  }
});

test("the examples of bodies are good requests, and the answers look as described", async () => {
  const admin = await logInAsAdmin(server);
  const example = (path, method) => document.paths[path][method].requestBody.content["application/json"].example;
  const ann = example("/api/users", "post");
  const { body: user } = await call("post", "/api/users", { json: ann, status: 201 });
  const { body: signedIn } = await call("post", "/api/auth/login", { json: example("/api/auth/login", "post"), status: 200 });
  await call("post", "/api/auth/refresh", { json: { refresh_token: signedIn.refresh_token }, status: 200 });
  await call("post", "/api/auth/refresh", { json: { refresh_token: "none of ours" }, status: 401 });
  const { body: sessions } = await call("get", "/api/auth/sessions", { token: signedIn.token, status: 200 });
  const { token: other } = await logIn(server, ann.email, ann.password);
  await call("delete", "/api/auth/sessions/{id}", { token: other, parameters: { id: sessions[0].id }, status: 204 });
  await call("delete", "/api/auth/sessions", { token: other, status: 204, query: "?others=true" });
  await call("post", "/api/auth/logout", { token: other, status: 204 });
  const [{ token }, { id }] = [await logIn(server, ann.email, ann.password), user];
  await call("get", "/api/users", { token: admin.token, status: 200, query: "?limit=1" });
  await call("get", "/api/users/role/{role}", { token: admin.token, parameters: { role: "client" }, status: 200 });
  await call("get", "/api/users/statistics", { status: 200 });
  await call("get", "/api/users/{id}", { token, parameters: { id }, status: 200 });
  await call("put", "/api/users/{id}", { token, parameters: { id }, json: example("/api/users/{id}", "put"), status: 200 });
  await call("post", "/api/chat/rooms", { token: admin.token, json: example("/api/chat/rooms", "post"), status: 201 });
  await call("get", "/api/chat/rooms", { token, status: 200 });
  const room_id = "garden";
  const path = "/api/chat/rooms/{room_id}/messages";
  await call("post", path, { token, parameters: { room_id }, json: example(path, "post"), status: 201 });
  await call("get", path, { token, parameters: { room_id }, status: 200, query: "?limit=5" });
  const [bob, eve] = [await signUp(server, person()), await signUp(server, person())];
  await call("get", "/api/chat/rooms/{room_id}", { token, parameters: { room_id }, status: 200 });
  await call("patch", "/api/chat/rooms/{room_id}", { token: admin.token, parameters: { room_id }, json: example("/api/chat/rooms/{room_id}", "patch"), status: 200 });
  const members = "/api/chat/rooms/{room_id}/members";
  await call("post", members, { token: admin.token, parameters: { room_id }, json: { ...example(members, "post"), user_id: bob.id }, status: 201 });
  await call("post", members, { token: admin.token, parameters: { room_id }, json: { user_id: bob.id, role: "moderator" }, status: 200 });
  await call("get", members, { token, parameters: { room_id }, status: 200 });
  await call("delete", `${members}/{user_id}`, { token: admin.token, parameters: { room_id, user_id: bob.id }, status: 204 });
  const direct = { token, json: { ...example("/api/chat/direct", "post"), user_id: eve.id } };
  await call("post", "/api/chat/direct", { ...direct, status: 201 });
  await call("post", "/api/chat/direct", { ...direct, status: 200 });
  await call("get", "/api/chat/rooms", { token, status: 200 });
  await call("get", "/api/chat/search", { token, status: 200, query: "?q=hello" });
  await call("get", "/api/chat/users", { token, status: 200, query: `?q=${bob.username}` });
  await call("get", "/api/presence", { token, status: 200, query: `?user_ids=${bob.id}` });
  const gone = await signUp(server, person());
  await call("post", path, { token: gone.token, parameters: { room_id }, json: { content: "soon gone" }, status: 201 });
  await call("delete", "/api/users/{id}", { token: admin.token, parameters: { id: gone.id }, status: 204 });
  await call("get", path, { token, parameters: { room_id }, status: 200 });
});

test("the push API answers as described", async () => {
  const sender = mint({ sub: "backend", scope: "push:send" }, SECRET);
  const example = (path) => document.paths[path].post.requestBody.content["application/json"].example;
  const { token, id } = await signUp(server, person({ password: PASSWORD }));
  for (const path of ["/websocket/message/users", "/websocket/message/broadcast", "/websocket/notification"])
    await call("post", path, { token: sender, json: example(path), status: 200 });
  await call("post", "/websocket/message/user", {
    token: sender, json: { ...example("/websocket/message/user"), userId: id, store: true }, status: 200,
  });
  await call("get", "/websocket/users/connected", { token: sender, status: 200 });
  await call("get", "/websocket/users/{userId}/status", { token: sender, parameters: { userId: "x" }, status: 200 });
  await call("get", "/websocket/me/status", { token, status: 200 });
  await call("get", "/api/inbox", { token, status: 200 });
  await call("post", "/api/inbox/read", { token, json: { seq: 1 }, status: 200 });
});

test("calls, keys and tickets answer as described", async () => {
  const example = (path) => document.paths[path].post.requestBody.content["application/json"].example;
  const { token } = await signUp(server, person());
  const { body } = await call("post", "/api/auth/keys", { token, json: example("/api/auth/keys"), status: 201 });
  await call("get", "/api/auth/keys", { token, status: 200 });
  await call("delete", "/api/auth/keys/{id}", { token, parameters: { id: body.id }, status: 204 });
  await call("post", "/api/auth/ticket", { token, status: 201 });
  await call("post", "/api/calls/ice-servers", { token, status: 200 });
  await call("post", "/register", { json: example("/register"), status: 201 });
  await call("post", "/regenerate", { json: example("/register"), status: 200 });
});

test("the probes answer as described", async () => {
  for (const path of ["/health", "/livez", "/readyz", "/metrics"]) await call("get", path, { status: 200 });
});
