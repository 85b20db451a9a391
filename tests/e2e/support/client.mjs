// What a client does: requests, accounts, and the chat socket with frames that one can wait for.

import WebSocket from "ws";

import { pause, within } from "./deadline.mjs";
import { ADMIN } from "./server.mjs";

export const PASSWORD = "SecurePass123";
const FRAME_MS = 5000;

/** One request: `{ status, headers, body, text }`; `body` is parsed when it is JSON. */
export async function request(server, method, target, { json, body, token, headers = {}, ...more } = {}) {
  const sent = { ...headers };
  if (json !== undefined) sent["content-type"] ??= "application/json";
  if (token) sent.authorization = `Bearer ${token}`;
  const response = await fetch(server.url + target, {
    method,
    headers: sent,
    body: json !== undefined ? JSON.stringify(json) : body,
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
    ...more,
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

export const get = (server, target, options) => request(server, "GET", target, options);
export const post = (server, target, json, options) => request(server, "POST", target, { json, ...options });
export const put = (server, target, json, options) => request(server, "PUT", target, { json, ...options });
export const del = (server, target, options) => request(server, "DELETE", target, options);

let people = 0;

/** A sign-up's body that no other test of this run uses. */
export function person(fields = {}) {
  const username = fields.username ?? `person.${process.pid}.${++people}`;
  return { username, email: `${username}@example.com`, password: PASSWORD, full_name: `Ann Person ${people}`, ...fields };
}

function expectStatus(answer, status, what) {
  if (answer.status !== status) throw new Error(`${what}: ${answer.status} ${answer.text}`);
  return answer.body;
}

export async function logIn(server, email, password = PASSWORD) {
  const answer = expectStatus(await post(server, "/api/auth/login", { email, password }), 200, "login");
  const { user, token, refresh_token: refreshToken } = answer;
  return { ...user, token, refreshToken, password };
}

/** Signs somebody up and in: the user object with `token` and `password`. */
export async function signUp(server, fields = {}) {
  const { token, ...body } = person(fields);
  expectStatus(await post(server, "/api/users", body, { token }), 201, "sign-up");
  return logIn(server, body.email, body.password);
}

export const logInAsAdmin = (server) => logIn(server, ADMIN.email, ADMIN.password);

/** A WebSocket whose frames wait to be taken, in order, each with a deadline. */
export class Socket {
  frames = []; // those that nobody has taken yet, parsed when they are JSON text
  close = null; // { code, reason } once it is closed
  #waiting = [];

  constructor(url, options = {}) {
    this.raw = new WebSocket(url, options.protocols ?? [], { perMessageDeflate: false, ...options });
    this.opened = new Promise((resolve, reject) => {
      this.raw.on("open", () => resolve(this));
      this.raw.on("error", reject);
      this.raw.on("unexpected-response", (_, response) => {
        response.resume();
        reject(Object.assign(new Error(`no upgrade: ${response.statusCode}`), { status: response.statusCode }));
      });
    });
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => {
      this.raw.on("close", (code, reason) => resolve((this.close = { code, reason: reason.toString() })));
    });
    this.raw.on("message", (bytes, binary) => this.#take(binary ? bytes : parsed(bytes.toString())));
  }

  static open(url, options) {
    return within(new Socket(url, options).opened, FRAME_MS, `a WebSocket to ${url}`);
  }

  #take(frame) {
    this.frames.push(frame);
    for (const look of [...this.#waiting]) look();
  }

  send(frame) {
    this.raw.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
    return this;
  }

  /** The next frame, whatever it is. */
  next(ms) {
    return this.until(() => true, ms);
  }

  /** The first frame that `matches`; those before it stay. `matches`: a type, or a function. */
  async until(matches, ms = FRAME_MS) {
    const wanted = typeof matches === "string" ? (frame) => frame.type === matches : matches;
    let look;
    const found = new Promise((resolve, reject) => {
      let done = false;
      look = () => {
        if (done) return; // who has its frame must not take the next one of the same packet too
        const at = this.frames.findIndex(wanted);
        done = at !== -1 || this.close !== null;
        if (at !== -1) resolve(this.frames.splice(at, 1)[0]);
        else if (done) reject(new Error(`closed ${this.close.code} ${this.close.reason} instead of ${matches}`));
      };
      this.#waiting.push(look);
      this.closed.then(look);
      look();
    });
    try {
      return await within(found, ms, () => `${matches} among ${JSON.stringify(this.frames).slice(-2000)}`);
    } finally {
      this.#waiting = this.#waiting.filter((waiting) => waiting !== look);
    }
  }

  /** Fails when a frame that `matches` comes within `ms`. For what must not happen; keep `ms` small. */
  async never(matches, ms = 200) {
    const wanted = typeof matches === "string" ? (frame) => frame.type === matches : matches;
    await pause(ms);
    const found = this.frames.find(wanted);
    if (found) throw new Error(`an unwanted frame: ${JSON.stringify(found)}`);
  }

  untilClosed(ms = FRAME_MS) {
    return within(this.closed, ms, "the socket to close");
  }

  /** Says goodbye and waits for it. */
  async leave() {
    this.raw.close();
    await this.untilClosed();
  }

  /** Cuts it without a word. */
  drop() {
    this.raw.terminate();
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A chat socket that is signed in as `user` (an object with `id` and `token`), in `room` when one is given. */
export async function chat(server, user, room, { target = "/api/chat/ws", options, connect = {} } = {}) {
  const socket = await Socket.open(server.ws(target), options);
  socket.send({ type: "authorization", token: user.token });
  await socket.until("authenticated");
  if (room) {
    socket.send({ type: "connect", user_id: user.id, room_id: room, ...connect });
    socket.connected = await socket.until("connected");
  }
  return socket;
}

/** The text of a live message frame or of a history element. */
export const say = (socket, room, content, more = {}) =>
  socket.send({ type: "message", room_id: room, content, ...more });
