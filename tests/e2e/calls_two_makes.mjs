// A call between two makes of WebRTC: Chromium, and an npm peer.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { post, signUp } from "./support/client.mjs";
import { Server } from "./support/server.mjs";
import { webrtcCall } from "./support/webrtc_call.mjs";

let server;
let browser;
before(async () => {
  server = await Server.start();
  // Without a camera a page tells its addresses as names that only a browser can look up.
  const args = ["--allow-loopback-in-peer-connection", "--disable-features=WebRtcHideLocalIpsWithMdns"];
  browser = await launch({ args });
});
after(async () => {
  await browser?.close();
  await server?.remove();
});

/** Runs in the page: makes a room and answers whoever calls; says back what it hears. The room's id. */
function host(address) {
  const socket = new WebSocket(address);
  const say = (frame) => socket.send(JSON.stringify(frame));
  const connection = new RTCPeerConnection();
  // Candidates may come before the offer that they belong to.
  let offered;
  const offer = new Promise((resolve) => (offered = resolve));
  connection.ondatachannel = ({ channel }) => {
    channel.binaryType = "arraybuffer";
    channel.onmessage = ({ data }) => channel.send(`heard: ${new TextDecoder().decode(data)}`);
  };
  return new Promise((resolve) => {
    socket.onopen = () => say({ msg_type: 0 });
    socket.onmessage = async ({ data }) => {
      const { msg_type, from, payload } = JSON.parse(data);
      if (msg_type === 5) resolve(payload.room_id);
      if (msg_type === 3) await offer.then(() => connection.addIceCandidate(payload.ice));
      if (msg_type !== 2) return;
      connection.onicecandidate = ({ candidate: ice }) =>
        ice && say({ msg_type: 3, to: from, payload: { ice: ice.toJSON() } });
      offered(await connection.setRemoteDescription(payload.sdp));
      await connection.setLocalDescription();
      say({ msg_type: 2, to: from, payload: { sdp: connection.localDescription.toJSON() } });
    };
  });
}

test("Chromium and a peer from npm talk over a data channel that our server set up", async (t) => {
  const { token } = await signUp(server);
  const { ticket } = (await post(server, "/api/auth/ticket", {}, { token })).body;
  const { context, page, troubles } = await openPage(browser, server.url);
  t.after(() => context.close());
  const room = await page.evaluate(host, server.ws(`/ws?ticket=${ticket}`));
  const { heard, path } = await webrtcCall(t, server, { room, text: "hello from npm" });
  assert.equal(heard, "heard: hello from npm");
  assert.doesNotMatch(path, /relay|none/);
  assert.deepEqual(troubles, []);
});
