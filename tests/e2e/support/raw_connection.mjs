// A TCP connection that sends what no decent client would, and reads what comes back byte for byte.

import { randomBytes } from "node:crypto";
import net from "node:net";

import { within } from "./deadline.mjs";

const ANSWER_MS = 15_000;
const WEBSOCKET_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

export class RawConnection {
  bytes = Buffer.alloc(0); // received, and taken by nobody yet
  error = null;
  isEnded = false;
  #look = [];

  constructor(server) {
    const { hostname, port } = new URL(server.url);
    this.socket = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    this.socket.setNoDelay(true);
    this.socket.on("data", (bytes) => {
      this.bytes = Buffer.concat([this.bytes, bytes]);
      this.#tell();
    });
    this.socket.on("error", (error) => (this.error = error));
    const end = () => {
      this.isEnded = true;
      this.#tell();
    };
    this.socket.on("end", end);
    this.socket.on("close", end);
    this.connected = new Promise((resolve, reject) => {
      this.socket.once("connect", () => resolve(this));
      this.socket.once("error", reject);
    });
    this.connected.catch(() => {});
  }

  /** Connects; the server's removal at the test's end cuts it. */
  static open(server) {
    const raw = new RawConnection(server);
    (server.guests ??= []).push(raw.socket);
    return within(raw.connected, ANSWER_MS, "a TCP connection");
  }

  #tell() {
    for (const look of [...this.#look]) look();
  }

  write(text) {
    if (!this.socket.destroyed) this.socket.write(typeof text === "string" ? Buffer.from(text, "latin1") : text);
    return this;
  }

  /** Waits until `ready` answers something true, and answers that. */
  async until(ready, what, ms = ANSWER_MS) {
    let look;
    const found = new Promise((resolve) => {
      look = () => {
        const value = ready();
        if (value) resolve(value);
      };
      this.#look.push(look);
      look();
    });
    try {
      return await within(found, ms, () => `${what}; received: ${this.bytes.subarray(0, 500).toString("latin1")}`);
    } finally {
      this.#look = this.#look.filter((each) => each !== look);
    }
  }

  /** Until the server has closed. */
  ended(ms) {
    return this.until(() => this.isEnded, "the server to close the connection", ms);
  }

  /** The next HTTP answer: `{ status, headers, body }`; null when the server closed without one. */
  async answer(ms) {
    const found = await this.until(() => this.#takeAnswer() ?? (this.isEnded && "none"), "an answer", ms);
    return found === "none" ? null : found;
  }

  #takeAnswer() {
    const end = this.bytes.indexOf("\r\n\r\n");
    if (end === -1) return null;
    const [first, ...lines] = this.bytes.subarray(0, end).toString("latin1").split("\r\n");
    const headers = new Headers(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]));
    const length = Number(headers.get("content-length") ?? 0);
    if (this.bytes.length < end + 4 + length) return null;
    const body = this.bytes.subarray(end + 4, end + 4 + length).toString();
    this.bytes = this.bytes.subarray(end + 4 + length);
    return { status: Number(first.split(" ")[1]), headers, body };
  }

  /** Upgrades it to a WebSocket. */
  async upgrade(target = "/api/chat/ws", headers = "") {
    this.write(
      `GET ${target} HTTP/1.1\r\nHost: chat.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${WEBSOCKET_KEY}\r\nSec-WebSocket-Version: 13\r\n${headers}\r\n`,
    );
    const answer = await this.answer();
    if (answer?.status !== 101) throw new Error(`no upgrade: ${answer?.status} ${answer?.body}`);
    return answer;
  }

  /** The next frame from the server: `{ opcode, payload, code }`; null when it closed without one. */
  async frame(ms) {
    const found = await this.until(() => this.#takeFrame() ?? (this.isEnded && "none"), "a frame", ms);
    return found === "none" ? null : found;
  }

  #takeFrame() {
    if (this.bytes.length < 2) return null;
    const short = this.bytes[1] & 0x7f;
    const start = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (this.bytes.length < start) return null;
    let length = short;
    if (short === 126) length = this.bytes.readUInt16BE(2);
    if (short === 127) length = Number(this.bytes.readBigUInt64BE(2));
    if (this.bytes.length < start + length) return null;
    const payload = this.bytes.subarray(start, start + length);
    const opcode = this.bytes[0] & 0x0f;
    const code = opcode === 8 && length >= 2 ? payload.readUInt16BE(0) : undefined;
    this.bytes = this.bytes.subarray(start + length);
    return { opcode, payload, code };
  }

  /** The code of the close frame that the server sends, whatever comes before it. */
  async closeCode(ms) {
    for (;;) {
      const frame = await this.frame(ms);
      if (!frame) return null;
      if (frame.opcode === 8) return frame.code;
    }
  }
}

/** The bytes of a client's frame; each field may be wrong on purpose. `length` overrides the length field. */
export function frameBytes(payload, { fin = true, rsv = 0, opcode = 1, masked = true, length, lengthBytes } = {}) {
  const content = Buffer.from(payload);
  const size = length ?? content.length;
  const wide = lengthBytes ?? (size < 126 ? 0 : size < 65536 ? 2 : 8);
  const header = Buffer.alloc(2 + wide);
  header[0] = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  header[1] = (masked ? 0x80 : 0) | (wide === 0 ? size : wide === 2 ? 126 : 127);
  if (wide === 2) header.writeUInt16BE(size, 2);
  if (wide === 8) header.writeBigUInt64BE(BigInt(size), 2);
  if (!masked) return Buffer.concat([header, content]);
  const key = randomBytes(4);
  return Buffer.concat([header, key, content.map((byte, index) => byte ^ key[index % 4])]);
}
