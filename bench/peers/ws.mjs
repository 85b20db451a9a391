// The peer `ws` with the paths of the fan-out harness: /room, /pub, /echo, and GET / with 200 bytes.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { WebSocketServer } from "ws";

const body = JSON.stringify(["x".repeat(196)]);
const answer = (request, response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
};

const tls = process.env.ENABLE_HTTPS === "true";
const http = tls
  ? createTlsServer(
      {
        cert: readFileSync(process.env.SSL_CERT_PATH),
        key: readFileSync(process.env.SSL_KEY_PATH),
      },
      answer,
    )
  : createServer(answer);
http.keepAliveTimeout = 60_000;

const sockets = new WebSocketServer({
  server: http,
  perMessageDeflate: { threshold: 0, serverNoContextTakeover: true, clientNoContextTakeover: true },
});
const subscribers = new Set();
const on_message = {
  "/room": () => {},
  "/pub": (_, message) => {
    for (const subscriber of subscribers) subscriber.send(message, { binary: false });
  },
  "/echo": (socket, message) => socket.send(message, { binary: false }),
};
sockets.on("connection", (socket, request) => {
  if (request.url === "/room") subscribers.add(socket);
  socket.on("close", () => subscribers.delete(socket));
  socket.on("message", (message) => on_message[request.url](socket, message));
});

http.listen(Number(process.env.PORT ?? 0), "127.0.0.1", 4096, () => {
  console.log(`listening http://127.0.0.1:${http.address().port}`);
});
