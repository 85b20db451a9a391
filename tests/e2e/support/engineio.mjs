// Engine.IO 4 spoken by hand, so that it can be spoken wrongly: polling, and a WebSocket.

import assert from "node:assert/strict";

import WebSocket from "ws";

import { within } from "./deadline.mjs";

export const SEPARATOR = "\x1e";
export const PATH = "/engine.io/";
const ANSWER_MS = 20_000;

export const UNKNOWN_SESSION = '{"code":1,"message":"Session ID unknown"}';
export const BAD_REQUEST = '{"code":3,"message":"Bad request"}';

/** The path and query of a request. */
export const target = (query, path = PATH) => `${path}?${new URLSearchParams({ EIO: "4", ...query })}`;

/** One request as it is: `{ status, headers, text }`. */
export async function ask(harness, method, where, { signal = AbortSignal.timeout(ANSWER_MS), ...options } = {}) {
  const response = await fetch(harness.url + where, { method, signal, ...options });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A session over polling. Packets that came with others wait in `packets`. */
export class Polling {
  packets = [];

  constructor(harness, path) {
    this.harness = harness;
    this.path = path;
  }

  static async open(harness, { path = PATH, query = {} } = {}) {
    const polling = new Polling(harness, path);
    polling.answer = await ask(harness, "GET", target({ transport: "polling", ...query }, path));
    const { status, text } = polling.answer;
    assert.equal(status, 200, text);
    assert.equal(text[0], "0");
    polling.handshake = JSON.parse(text.slice(1));
    polling.sid = polling.handshake.sid;
    return polling;
  }

  get target() {
    return target({ transport: "polling", sid: this.sid }, this.path);
  }

  poll(options) {
    return ask(this.harness, "GET", this.target, options);
  }

  post(body, options = {}) {
    return ask(this.harness, "POST", this.target, { body, headers: { "content-type": "text/plain;charset=UTF-8" }, ...options });
  }

  async send(...packets) {
    const { status, text } = await this.post(packets.join(SEPARATOR));
    assert.equal(status, 200, text);
    assert.equal(text, "ok");
  }

  /** The next packet that is no heartbeat; heartbeats are answered on the way. */
  async next() {
    for (;;) {
      const packet = this.packets.shift();
      if (packet === "2") await this.#pong();
      else if (packet !== undefined) return packet;
      else await this.fetch();
    }
  }

  /** Nobody hears it who has said goodbye. */
  async #pong() {
    if (!this.packets.includes("1")) await this.send("3");
  }

  /** Leaves the first heartbeat unanswered: until its time is over, the server says nothing of its own any more. */
  async hush() {
    while (!this.packets.includes("2")) await this.fetch();
    this.packets = [];
    return this;
  }

  async fetch() {
    const { status, text } = await this.poll();
    assert.equal(status, 200, text);
    this.packets.push(...text.split(SEPARATOR));
  }

  /** Packets until there are so many. */
  async take(count) {
    const packets = [];
    while (packets.length < count) packets.push(await this.next());
    return packets;
  }

  /** Fails unless the server has forgotten the session. */
  async assertGone() {
    const { status, text } = await this.poll();
    assert.equal(`${status} ${text}`, `400 ${UNKNOWN_SESSION}`);
  }
}

/** A WebSocket whose frames wait to be taken: strings, and buffers for binary ones. Heartbeats are answered. */
export class EngineSocket {
  frames = [];
  closed = null; // the close code
  answersPings = true;
  #look = () => {};

  constructor(harness, where, options = {}) {
    this.raw = new WebSocket(harness.ws(where), { perMessageDeflate: false, ...options });
    this.opened = new Promise((resolve, reject) => {
      this.raw.on("open", () => resolve(this));
      this.raw.on("error", reject);
      this.raw.on("upgrade", ({ headers }) => (this.headers = headers));
      this.raw.on("unexpected-response", async (request, response) => {
        let text = "";
        for await (const part of response) text += part;
        reject(Object.assign(new Error(`no upgrade: ${response.statusCode} ${text}`), { answer: response, text }));
      });
    });
    this.opened.catch(() => {});
    this.raw.on("message", (bytes, isBinary) => {
      const frame = isBinary ? bytes : bytes.toString();
      if (frame === "2" && this.answersPings) return this.send("3");
      this.frames.push(frame);
      this.#look();
    });
    this.raw.on("close", (code) => {
      this.closed = code;
      this.#look();
    });
  }

  /** Connects to that path and query. */
  static connect(harness, where, options) {
    return within(new EngineSocket(harness, where, options).opened, ANSWER_MS, "a WebSocket");
  }

  /** Opens a session of its own. */
  static async open(harness, { path = PATH, query = {}, ...options } = {}) {
    const socket = await EngineSocket.connect(harness, target({ transport: "websocket", ...query }, path), options);
    const packet = await socket.next();
    assert.equal(packet[0], "0");
    socket.handshake = JSON.parse(packet.slice(1));
    return socket;
  }

  send(frame) {
    if (this.raw.readyState === WebSocket.OPEN) this.raw.send(frame);
    return this;
  }

  /** The next frame; null once it is closed. */
  async next(ms = ANSWER_MS) {
    if (this.frames.length === 0 && this.closed === null) {
      await within(new Promise((resolve) => (this.#look = resolve)), ms, "a frame");
    }
    return this.frames.shift() ?? null;
  }

  async take(count) {
    const frames = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  /** The code that it is closed with, whatever comes before; 1005 says that there was none. */
  async closeCode(ms) {
    while ((await this.next(ms)) !== null);
    return this.closed;
  }

  drop() {
    this.raw.terminate();
  }
}

/** What a WebSocket that is not let in is told: `[status, text, headers]`. */
export async function refusal(harness, where, options) {
  try {
    const socket = await EngineSocket.connect(harness, where, options);
    socket.drop();
  } catch (error) {
    if (!error.answer) throw error;
    return [error.answer.statusCode, error.text, error.answer.headers];
  }
  throw new Error(`${where} was let in`);
}

export const base64 = (bytes) => `b${Buffer.from(bytes).toString("base64")}`;

/** A session over polling of engineio-app-harness, which was greeted. */
export async function greeted(app, options) {
  const polling = await Polling.open(app, options);
  assert.equal(await polling.next(), "4hi");
  return polling;
}

/** The same over a WebSocket. */
export async function greetedSocket(app, options) {
  const socket = await EngineSocket.open(app, options);
  assert.equal(await socket.next(), "4hi");
  return socket;
}

/** A session that went over to a WebSocket: `[polling, socket]`. */
export async function goneOver(app) {
  const polling = await greeted(app);
  const socket = await EngineSocket.connect(app, target({ transport: "websocket", sid: polling.sid }));
  assert.equal(await socket.send("2probe").next(), "3probe");
  socket.send("5");
  return [polling, socket];
}
