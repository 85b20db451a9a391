// The peer `socket.io`: the namespaces /room, /pub and /echo, and GET / with 200 bytes.
import { createServer } from "node:http";
import { Server } from "socket.io";

const body = JSON.stringify(["x".repeat(196)]);
const http = createServer((request, response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
});
http.keepAliveTimeout = 60_000;

const io = new Server(http, { transports: ["websocket"], serveClient: false });
const room = io.of("/room");
io.of("/pub").on("connection", (socket) => {
  socket.on("message", (message) => room.emit("message", message));
});
io.of("/echo").on("connection", (socket) => {
  socket.on("message", (message) => socket.emit("message", message));
});

http.listen(Number(process.env.PORT ?? 0), "127.0.0.1", 4096, () => {
  console.log(`listening http://127.0.0.1:${http.address().port}`);
});
