// One call of two WebRTC peers from npm, in a thread of its own that ends with the test: their library keeps timers and
// sockets for a while after a connection was closed.
//
//   const { heard, path } = await webrtcCall(t, server, { relayed: true });

import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

import { newExtended, TYPE } from "./calls.mjs";
import { pause, within } from "./deadline.mjs";

/** A WebRTC peer that signals over its calls socket, as calls.md has it: the joiner makes the offers. */
class Caller {
  constructor(werift, socket, { relayed = false } = {}) {
    this.socket = socket;
    this.connection = new werift.RTCPeerConnection({
      iceServers: socket.welcome.ice_servers.flatMap(({ urls, ...more }) => urls.map((url) => ({ urls: url, ...more }))),
      iceTransportPolicy: relayed ? "relay" : "all",
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ["127.0.0.1"],
    });
    this.heard = new Promise((resolve) => {
      this.connection.onDataChannel.subscribe((channel) => channel.onMessage.subscribe((bytes) => resolve(bytes.toString())));
    });
    socket.raw.on("message", (bytes) => this.#hear(JSON.parse(bytes)));
  }

  #sendTo(to) {
    this.connection.onIceCandidate.subscribe((ice) => ice && this.socket.say("ice", { to, payload: { ice: ice.toJSON() } }));
  }

  async #hear({ msg_type, from, payload }) {
    const { connection, socket } = this;
    if (msg_type === TYPE.ice) await connection.addIceCandidate(payload.ice).catch(() => {});
    if (msg_type !== TYPE.sdp) return;
    await connection.setRemoteDescription(payload.sdp);
    if (payload.sdp.type !== "offer") return;
    this.#sendTo(from);
    await connection.setLocalDescription(await connection.createAnswer());
    socket.say("sdp", { to: from, payload: { sdp: { type: "answer", sdp: connection.localDescription.sdp } } });
  }

  /** Offers to `to`, and says `text` over a data channel once there is one; what comes back is `answered`. */
  async call(to, text) {
    const channel = this.connection.createDataChannel("talk");
    this.answered = new Promise((resolve) => channel.onMessage.subscribe((bytes) => resolve(bytes.toString())));
    channel.stateChanged.subscribe((state) => state === "open" && channel.send(Buffer.from(text)));
    this.#sendTo(to);
    await this.connection.setLocalDescription(await this.connection.createOffer());
    this.socket.say("sdp", { to, payload: { sdp: { type: "offer", sdp: this.connection.localDescription.sdp } } });
  }

  /** The kinds of candidates over which it talks: `host/host`, `relay/relay`. */
  get path() {
    const pair = this.connection.iceTransports[0]?.connection.nominated;
    return pair ? `${pair.localCandidate.type}/${pair.remoteCandidate.type}` : "none";
  }
}

async function callInThread({ url, text, room, relayed, patience }) {
  const werift = await import("werift");
  const server = { url, ws: (target) => url.replace(/^http/, "ws") + target };
  if (room !== undefined) {
    const socket = await newExtended(server);
    const { payload } = await socket.join(room);
    const caller = new Caller(werift, socket);
    caller.call(payload.host, text).catch(() => {});
    const heard = await Promise.race([caller.answered, pause(patience).then(() => null)]);
    return parentPort.postMessage({ heard, path: caller.path });
  }
  const [host, guest] = [await newExtended(server), await newExtended(server)];
  await guest.join(await host.create());
  const callers = [host, guest].map((socket) => new Caller(werift, socket, { relayed }));
  callers[1].call(host.id, text).catch(() => {});
  const heard = await Promise.race([callers[0].heard, pause(patience).then(() => null)]);
  parentPort.postMessage({ heard, path: callers[1].path });
}

/**
 * What the host heard of the guest's `text` within `patience` ms (null: nothing), and over which candidates. With a
 * `room`, its host is somebody else, and what counts is the answer that the guest heard.
 */
export async function webrtcCall(t, server, { text, room, relayed = false, patience = 20_000 }) {
  const workerData = { url: server.url, text, room, relayed, patience };
  const worker = new Worker(new URL(import.meta.url), { workerData });
  t.after(() => worker.terminate());
  const told = new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  return within(told, patience + 10_000, "the call");
}

if (!isMainThread && workerData?.patience) await callInThread(workerData);
