// USERS-33: the document's two example clients, as they are printed there but for the address, the
// token and the id; in Node's own WebSocket where there is one, and in the one of `ws`.

import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";

import ws from "ws";

import { chat, signUp } from "./support/client.mjs";
import { eventually } from "./support/deadline.mjs";
import { started } from "./support/started.mjs";

const AUTHORIZING = `
// Connect to secure WebSocket (WSS)
const token = "your_jwt_token"; // JWT token from login
const ws = new WebSocket("wss://localhost:8080/api/ws/chat");

// Handle connection open
ws.onopen = () => {
  console.log("Connected to chat");
  
  // Send authorization message with JWT token
  ws.send(JSON.stringify({
    type: "authorization",
    token: token
  }));
};

// Handle incoming messages
ws.onmessage = (event) => {
  const message = JSON.parse(event.data);
  console.log("Received message:", message);
  
  // Check if we're authenticated successfully
  if (message.type === "authenticated") {
    console.log("Authentication successful!");
  }
};
`;

const IMPLEMENTATION = `
// Connect to secure WebSocket (WSS)
const token = "your_jwt_token"; // JWT token from login
const ws = new WebSocket("wss://localhost:8080/api/ws/chat?token=" + token);

// Handle connection open
ws.onopen = () => {
  console.log("Connected to chat");
  
  // Join a chat room
  ws.send(JSON.stringify({
    type: "connect",
    user_id: "your_user_id",
    room_id: "general"
  }));
};

// Handle incoming messages
ws.onmessage = (event) => {
  const message = JSON.parse(event.data);
  console.log("Received message:", message);
  
  // Handle different message types
  if (message.type === "connected") {
    console.log("Successfully joined room:", message.room_id);
  } else if (message.type === "authenticated") {
    console.log("Successfully authenticated as:", message.user_id);
  } else if (message.error) {
    console.error("Error:", message.error);
  } else if (message.sender_name === "System") {
    console.log("System message:", message.content);
  } else {
    console.log(\`\${message.sender_name}: \${message.content}\`);
  }
};

// Send a message
function sendMessage(content) {
  ws.send(JSON.stringify({
    type: "message",
    content: content,
    room_id: "general"
  }));
}

// Leave a chat room
function leaveRoom(userId, roomId) {
  ws.send(JSON.stringify({
    type: "disconnect",
    user_id: userId,
    room_id: roomId
  }));
}
`;

/** Runs an example; answers what it prints, and what it defines. */
function run(t, script, server, user, WebSocket) {
  const printed = [];
  const print = (...words) => printed.push(words.filter((word) => typeof word === "string").join(" "));
  const adapted = script
    .replace("wss://localhost:8080", server.ws(""))
    .replace("your_jwt_token", user.token)
    .replace("your_user_id", user.id);
  const sandbox = { WebSocket, console: { log: print, error: print } };
  const [socket, sendMessage, leaveRoom] = vm.runInNewContext(
    `${adapted}\n[ws, globalThis.sendMessage, globalThis.leaveRoom]`,
    sandbox,
  );
  t.after(() => socket.close());
  const prints = (line) => eventually(() => printed.includes(line), () => `"${line}" among ${printed}`, 15_000);
  return { printed, prints, sendMessage, leaveRoom };
}

const clients = { ws, ...(globalThis.WebSocket && { "Node's WebSocket": globalThis.WebSocket }) };

for (const [name, WebSocket] of Object.entries(clients)) {
  test(`USERS-33 the document's first example signs in (${name})`, async (t) => {
    const server = await started(t);
    const { printed, prints } = run(t, AUTHORIZING, server, await signUp(server), WebSocket);
    await prints("Authentication successful!");
    assert.deepEqual(printed, ["Connected to chat", "Received message:", "Authentication successful!"]);
  });

  test(`USERS-33 the document's example client signs in, joins, talks and leaves (${name})`, async (t) => {
    const server = await started(t);
    const [ann, bob] = [await signUp(server, { full_name: "John Smith" }), await signUp(server)];
    const other = await chat(server, bob, "general");
    const { printed, prints, sendMessage, leaveRoom } = run(t, IMPLEMENTATION, server, ann, WebSocket);
    await prints("System message: John Smith has joined the chat");
    sendMessage("Hello everyone!");
    await prints("John Smith: Hello everyone!");
    assert.equal((await other.until("message")).content, "Hello everyone!");
    leaveRoom(ann.id, "general");
    await other.until(({ content }) => content === "John Smith has left the chat");
    sendMessage("anybody?");
    await prints("Error: Not connected to this room");
    assert.deepEqual(printed.filter((line) => line !== "Received message:"), [
      "Connected to chat",
      `Successfully authenticated as: ${ann.id}`,
      "Successfully joined room: general",
      "System message: John Smith has joined the chat",
      "John Smith: Hello everyone!",
      "undefined: undefined", // the example knows no `disconnected`
      "Error: Not connected to this room",
    ]);
    await other.leave();
  });
}
