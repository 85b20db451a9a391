// The stock client of Socket.IO, with waits that end.

import { io } from "socket.io-client";

import { within } from "./deadline.mjs";

export const EVENT_MS = 20_000;

/** Each way in which a client can reach a server. */
export const WAYS = { polling: ["polling"], websocket: ["websocket"], "polling, then websocket": ["polling", "websocket"] };

/** A client of its own, closed at the test's end. `name_space`: with the slash. */
export function client(t, harness, { name_space = "/", ...options } = {}) {
  const socket = io(harness.url + name_space, { forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 100, ...options });
  // Where a test fails, this says why; `connected` is called without a test too.
  socket.on("disconnect", (reason, details) => reason.includes("client") || t.diagnostic?.(`a client left: ${reason} ${details?.description ?? ""} ${details?.context?.code ?? ""}`));
  t.after(() => {
    socket.disconnect();
    socket.io.engine?.close();
  });
  return socket;
}

/** The arguments of the next event of that name. */
export function heard(emitter, name, ms = EVENT_MS) {
  let listen;
  const found = new Promise((resolve) => emitter.once(name, (listen = (...heardArguments) => resolve(heardArguments))));
  return within(found, ms, `the event ${name}`).finally(() => emitter.off(name, listen));
}

/** A client that is in. What else comes while it connects is in `seen`, an array of `[name, ...arguments]`. */
export async function connected(t, harness, options) {
  const socket = client(t, harness, options);
  socket.seen = [];
  socket.onAny((...event) => socket.seen.push(event));
  const refused = new Promise((_, reject) => socket.once("connect_error", reject));
  await Promise.race([heard(socket, "connect"), refused]);
  socket.off("connect_error");
  return socket;
}

/** The arguments of the answer to an event. */
export const asked = (socket, ...event) =>
  within(new Promise((resolve) => socket.emit(...event, (...answer) => resolve(answer))), EVENT_MS, `the answer to ${event[0]}`);

/** Until the session goes over a WebSocket. */
export async function upgraded(socket) {
  const { engine } = socket.io;
  if (engine.transport.name !== "websocket") await heard(engine, "upgrade");
}

/** Until `count` events of that name came: their arguments. */
export async function collected(socket, name, count, ms = EVENT_MS) {
  const all = [];
  let listen;
  const whole = new Promise((resolve) => {
    socket.on(name, (listen = (...each) => void (all.push(each) === count && resolve(all))));
  });
  try {
    return await within(whole, ms, () => `${count} times ${name}, came ${all.length}`);
  } finally {
    socket.off(name, listen);
  }
}

