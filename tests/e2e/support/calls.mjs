// What a program that speaks the calls protocol does: accounts with keys, and sockets in either dialect.

import assert from "node:assert/strict";

import { post, Socket } from "./client.mjs";

export const TYPE = { create: 0, join: 1, sdp: 2, ice: 3, leave: 4, created: 5, joined: 6, came: 16, away: 17, ring: 18 };
const SOURCE = { create: 2, join: 4, sdp: 7, ice: 8, leave: 6, created: 3, joined: 5, came: 16, away: 17, ring: 18 };

let programs = 0;
/** Names of 8 to 16 characters that no other test of this run uses. */
export const programName = () => `prog_${process.pid % 100_000}_${++programs}`.padEnd(8, "_");

/** An account made by /register: `{ username, password, key }`. */
export async function enroll(server, fields = {}) {
  const made = { username: programName(), password: "mysecret99", ...fields };
  const answer = await post(server, "/register", { Username: made.username, Password: made.password });
  assert.equal(answer.status, 201, answer.text);
  return { ...made, key: answer.body.api_key };
}

/** A calls socket. `id` is what the server said in X-Client-ID. */
export class Peer extends Socket {
  constructor(url, { dialect = "document", ...options } = {}) {
    super(url, options);
    this.word = dialect === "source" ? "type" : "msg_type";
    this.numbers = dialect === "source" ? SOURCE : TYPE;
    this.raw.on("upgrade", (response) => (this.id = Number(response.headers["x-client-id"])));
  }

  say(name, fields = {}) {
    return this.send({ [this.word]: this.numbers[name], ...fields });
  }

  is(name) {
    return (frame) => frame[this.word] === this.numbers[name];
  }

  hear(name, ms) {
    return this.until(this.is(name), ms);
  }

  async create() {
    const { payload } = await this.say("create").hear("created");
    this.welcome = payload;
    return payload.room_id;
  }

  /** The answer to JoinRoom, whatever it says. */
  async join(room_id, more = {}) {
    const answer = await this.say("join", { payload: { room_id, ...more } }).hear("joined");
    if (!answer.err) this.welcome = answer.payload;
    return answer;
  }
}

/** A socket of the account `who`, with its key in a header; `query` begins with `?`. */
export async function peer(server, who, { query = "", ...options } = {}) {
  const socket = new Peer(server.ws(`/ws${query}`), { headers: { "X-API-Key": who.key }, ...options });
  await socket.opened;
  return socket;
}

export const extended = (server, who, options = {}) => peer(server, who, { query: "?extended=1", ...options });

/** A new account's socket. */
export const newPeer = async (server, options) => peer(server, await enroll(server), options);
export const newExtended = async (server, options) => extended(server, await enroll(server), options);

/** The status with which an upgrade of /ws is refused. */
export async function refused(server, { query = "", ...options } = {}) {
  const socket = new Socket(server.ws(`/ws${query}`), options);
  return socket.opened.then(
    () => assert.fail("it was upgraded"),
    (error) => error.status,
  );
}

export const offer = (text) => ({ sdp: { type: "offer", sdp: text } });
export const candidate = (number) => ({
  ice: { candidate: `candidate:${number} 1 udp 1 127.0.0.1 9 typ host`, sdpMid: null, sdpMLineIndex: 0, usernameFragment: "u" },
});
