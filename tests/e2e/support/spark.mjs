// The Spark front end, played: its server asks over HTTP, its browser speaks over the socket.

import { Socket } from "./client.mjs";
import { mint } from "./tokens.mjs";
import { started } from "./started.mjs";

export const SECRET = "the front end's secret of forty bytes...";
export const PASSWORD = "SecurePass123";

export const sparkServer = (t, settings = {}) => started(t, { SPARK_JWT_SECRET: SECRET, ...settings });

/** What a request of the front end's server is answered: status, reason phrase, headers, body. */
async function ask(server, method, path, { headers = {}, body } = {}) {
  const answer = await fetch(server.url + path, { method, headers, body, signal: AbortSignal.timeout(15_000) });
  const text = await answer.text();
  return { status: answer.status, reason: answer.statusText, headers: answer.headers, text, user: text && JSON.parse(text) };
}

export const authorize = (server, authorization = `Bearer ${mint({ iat: Math.floor(Date.now() / 1000) }, SECRET)}`) =>
  ask(server, "GET", "/authorize", { headers: authorization ? { authorization } : {} });

export const aliveToken = async (server) => (await authorize(server)).headers.get("keep-alive-token");

/** POST to /auth/login or /auth/signup; `body` is JSON unless it is a string. */
export const auth = (server, action, token, body) =>
  ask(server, "POST", `/auth/${action}`, {
    headers: { "content-type": "application/json", ...(token !== null && { "keep-alive-token": token }) },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

let people = 0;
export const newcomer = (fields = {}) => {
  const name = `spark.${process.pid}.${++people}`;
  return { fullname: `Spark Person ${people}`, email: `${name}@example.com`, password: PASSWORD, ...fields };
};

/** Signs somebody up: the user object that the browser keeps, and its password. */
export async function signUp(server, fields) {
  const body = newcomer(fields);
  const { status, reason, user } = await auth(server, "signup", await aliveToken(server), body);
  if (status !== 202) throw new Error(`sign-up: ${status} ${reason}`);
  return { ...user, password: body.password };
}

export const openSocket = (server, options) => Socket.open(server.listeners.spark, options);

/** Every frame of the browser carries the whole user object. */
export function send(socket, user, messageType, more = {}) {
  const { password, ...fields } = user;
  socket.send({ ...fields, messageType, ...more });
}

export const code = (number) => Object.assign((frame) => frame.code === number, { toString: () => `code ${number}` });
export const state = (number) => Object.assign((frame) => frame.state === number, { toString: () => `state ${number}` });
export const live = (text) =>
  Object.assign((frame) => frame.messageType === "usermessage" && frame.message === text, { toString: () => `live "${text}"` });

/** Binds a socket to the mailbox: `{ socket, count, items }` once the preload is over. */
export async function enter(server, user) {
  const socket = await openSocket(server);
  send(socket, user, "#email");
  const { value: count } = await socket.until(code(703));
  const items = [];
  for (let index = 0; index < Math.max(count, 1); ++index) items.push((await socket.until(code(704))).value);
  return { socket, count, items };
}

let clock = Date.now();
/** Says something as the browser does; answers the messageId. */
export function say(socket, from, to, message, messageId = ++clock) {
  send(socket, from, "usermessage", { messageId, message, ...(to && { rxEmail: to.email }) });
  return messageId;
}
