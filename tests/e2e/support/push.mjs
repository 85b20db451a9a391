// What a push client does: a stock Socket.IO client that remembers what it was told, and raw frames.

import assert from "node:assert/strict";

import { io } from "socket.io-client";

import { request } from "./client.mjs";
import { eventually } from "./deadline.mjs";
import { Socket } from "./client.mjs";
import { mint } from "./tokens.mjs";

export const SECRET = "a secret of the push tests, 32 bytes or more";

/** A token of somebody who has no account here, as an existing backend mints it. */
export function strangerToken(sub, claims = {}) {
  const now = Math.floor(Date.now() / 1000);
  return mint({ sub, iat: now, exp: now + 3600, ...claims }, SECRET);
}

export const senderToken = () => strangerToken("the-backend", { scope: "push:send" });

/** A request to the push listener. */
export const pushed = (server, method, target, json, token = senderToken()) =>
  request({ url: server.listeners.push }, method, target, { json, token });

export const toUser = (server, userId, more = {}) =>
  pushed(server, "POST", "/websocket/message/user", { userId, type: "chat", ...more });

/** A stock client: `events` are those it was told, in order, `connect` and `disconnect` among them. */
export async function pushClient(t, server, token, { auth = {}, header = false, ...options } = {}) {
  const socket = io(server.listeners.push, {
    forceNew: true,
    transports: ["websocket"],
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
    auth: header ? auth : { token, ...auth },
    extraHeaders: header ? { authorization: `Bearer ${token}` } : {},
    ...options,
  });
  t.after(() => socket.close());
  socket.events = [];
  socket.onAny((name, ...args) => socket.events.push([name, ...args]));
  socket.on("connect", () => socket.events.push(["connect", socket.recovered]));
  socket.on("disconnect", (reason) => socket.events.push(["disconnect", reason]));
  socket.on("connect_error", (error) => socket.events.push(["connect_error", error.message]));
  return socket;
}

/** The first event of that name, and its arguments; it is taken out. */
export function told(socket, name, ms = 15_000) {
  const look = () => {
    const at = socket.events.findIndex(([each]) => each === name);
    return at === -1 ? null : socket.events.splice(at, 1)[0].slice(1);
  };
  return eventually(look, () => `${name} among ${JSON.stringify(socket.events).slice(-2000)}`, ms);
}

/** Connected and authenticated. */
export async function pushSession(t, server, token, options) {
  const socket = await pushClient(t, server, token, options);
  await told(socket, "connect");
  socket.authenticated = (await told(socket, "authenticated"))[0];
  return socket;
}

/** A raw Engine.IO session over a WebSocket, past its opening packet. */
export async function rawSession(server, headers = {}) {
  const socket = await Socket.open(`${server.listeners.push.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`, { headers });
  const opening = await socket.next();
  assert.equal(opening[0], "0");
  socket.opening = JSON.parse(opening.slice(1));
  return socket;
}
