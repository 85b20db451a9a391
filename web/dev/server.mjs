// A server in memory that behaves as contracts/accounts and contracts/delivery say, for looking at
// the client without the real one. It keeps nothing and secures nothing: never let it near people.
//   node dev/server.mjs [--port 8080] [--seed COUNT] [--bots] [--keep FILE]
// POST /double/cut?code=4413&reason=… ends every socket; POST /double/forget starts new epochs.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';
import { Calls } from './calls.mjs';
import { Keeper } from './keep.mjs';
import { Room } from './room.mjs';
import { seed } from './seed.mjs';

const { values: settings } = parseArgs({ options: {
  port: { type: 'string', default: '8080' }, seed: { type: 'string', default: '0' },
  bots: { type: 'boolean', default: false }, keep: { type: 'string' },
} });

const CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
  + "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml' };
const dist = fileURLToPath(new URL('../dist', import.meta.url));

const users = new Map();
const tokens = new Map();
const rooms = new Map([['general', new Room('general', 'General Chat')],
  ['support', new Room('support', 'Support Channel')]]);
const seeded = Number(settings.seed) > 0
  ? seed(users, rooms.get('general'), Number(settings.seed)) : [];
const sessions = new Set();
const keeper = new Keeper(settings.keep, { users, tokens, rooms });

function fail(response, status, message, code) {
  reply(response, status, { error: true, message, status, code, request_id: randomUUID() });
}

function reply(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString() || '{}');
  } catch {
    return {};
  }
}

function openUser({ id, username, email, full_name, role, active }) {
  return { id, username, email, full_name, phone_number: null, role, active };
}

const routes = {
  async 'POST /api/users'(request, response) {
    const fields = await bodyOf(request);
    if (users.has(fields.email)) {
      return fail(response, 400, 'User with this email already exists', 'email_taken');
    }
    const user = { ...fields, id: randomUUID(), role: 'client', active: true };
    users.set(user.email, user);
    keeper.write();
    return reply(response, 201, openUser(user));
  },
  async 'POST /api/auth/login'(request, response) {
    const { email, password } = await bodyOf(request);
    const user = users.get(email);
    if (user?.password !== password) {
      return fail(response, 400, 'Invalid credentials', 'invalid_credentials');
    }
    const token = randomUUID();
    tokens.set(token, user);
    keeper.write();
    return reply(response, 200, { user: openUser(user), token, message: 'Login successful' });
  },
  async 'GET /api/chat/rooms'(request, response) {
    reply(response, 200, [...rooms.values()].map(({ id, name, created_at }) =>
      ({ id, name, created_at })));
  },
  async 'POST /api/auth/ticket'(request, response, url, user) {
    reply(response, 201, calls.ticket(user));
  },
  async 'POST /api/calls/ice-servers'(request, response) {
    reply(response, 200, { ice_servers: [], ttl: 0 });
  },
  async 'POST /api/calls/rings'(request, response, url, user) {
    reply(response, 201, calls.ring(user, await bodyOf(request)));
  },
  async 'GET /api/inbox'(request, response, url, user) {
    reply(response, 200, calls.inbox(user, Number(url.searchParams.get('after_seq') ?? 0)));
  },
  async 'POST /double/cut'(request, response, url) {
    const code = Number(url.searchParams.get('code') ?? 0);
    for (const session of sessions) {
      if (code === 0) session.socket.terminate();
      else session.socket.close(code, url.searchParams.get('reason') ?? '');
    }
    reply(response, 200, {});
  },
  async 'POST /double/forget'(request, response) {
    for (const room of rooms.values()) room.epoch = randomUUID().slice(0, 8);
    reply(response, 200, {});
  },
};

async function messages(request, response, url, roomId) {
  const room = rooms.get(decodeURIComponent(roomId));
  if (!room) return fail(response, 404, `Chat room with ID ${roomId} not found`, 'not_found');
  const limit = Number(url.searchParams.get('limit') ?? 50);
  const before = url.searchParams.get('before_seq');
  return reply(response, 200, room.page(limit, before === null ? null : Number(before)));
}

function answerRing(response, user, ringId, word) {
  if (word === undefined) calls.endRing(calls.rings.get(ringId), 'cancelled');
  const answer = word === undefined ? {}
    : calls.answer(user, ringId, word === 'accept' ? 'accepted' : 'declined');
  if (answer === null) return fail(response, 409, 'Somebody has answered already', 'ring_answered');
  if (word === 'accept') return reply(response, 200, answer);
  return response.writeHead(204).end();
}

function file(response, path) {
  const page = path === '/' ? '/index.html' : path === '/calls/diagnose' ? `${path}.html` : path;
  const wanted = join(dist, normalize(page));
  if (!wanted.startsWith(dist) || !existsSync(wanted)) {
    return fail(response, 404, 'Not found', 'not_found');
  }
  response.writeHead(200, { 'Content-Type': types[extname(wanted)] ?? 'application/octet-stream',
    'Content-Security-Policy': CSP });
  return response.end(readFileSync(wanted));
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const route = routes[`${request.method} ${url.pathname}`];
  const history = /^\/api\/chat\/rooms\/([^/]+)\/messages$/.exec(url.pathname);
  const ring = /^\/api\/calls\/rings\/([^/]+)(?:\/(accept|decline))?$/.exec(url.pathname);
  const open = !/^\/api\/(chat|calls|inbox|auth\/ticket)/.test(url.pathname);
  const user = tokens.get(request.headers.authorization?.replace(/^Bearer /, ''));
  if (!open && !user) return fail(response, 401, 'Sign in first', 'unauthenticated');
  if (route) return void route(request, response, url, user);
  if (ring) return void answerRing(response, user, ring[1], ring[2]);
  if (history) return void messages(request, response, url, history[1]);
  return file(response, url.pathname);
});

class Session {
  constructor(socket) {
    this.socket = socket;
    this.user = null;
    sessions.add(this);
    socket.on('message', (text) => this.receive(JSON.parse(text.toString())));
    socket.on('close', () => {
      sessions.delete(this);
      for (const room of rooms.values()) room.leave(this);
    });
  }

  send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  receive(frame) {
    if (frame.type === 'authorization') return this.authorize(frame.token);
    const room = rooms.get(frame.room_id);
    if (this.user === null) return this.send({ type: 'error', error: 'Not authenticated' });
    if (!room) return this.send({ type: 'error', error: 'Room not found' });
    if (frame.type === 'connect') {
      if (!frame.keep) for (const other of rooms.values()) if (other !== room) other.leave(this);
      return room.join(this, frame.since_seq ?? 0, frame.epoch);
    }
    if (!room.members.has(this)) {
      return this.send({ type: 'error', error: 'Not connected to this room' });
    }
    room.post(this, frame.content, frame.client_msg_id ?? randomUUID());
    return keeper.write();
  }

  authorize(token) {
    this.user = tokens.get(token) ?? null;
    if (this.user !== null) {
      return this.send({ type: 'authenticated', user_id: this.user.id });
    }
    this.send({ type: 'error', error: 'Invalid authentication token' });
    return this.socket.close(1008);
  }
}

const tellPerson = (id, frame) => {
  const theirs = [...sessions].filter(({ user }) => user?.id === id);
  for (const session of theirs) session.send(frame);
  return theirs.length > 0;
};
const calls = new Calls({ users, tokens, tellPerson,
  roomPeople: (id) => [...(rooms.get(id)?.people().keys() ?? [])] });

const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const caller = pathname === '/ws' ? calls.redeem(searchParams.get('ticket')) : null;
  if (pathname !== '/api/chat/ws' && !caller) return socket.destroy();
  return sockets.handleUpgrade(request, socket, head, (line) =>
    pathname === '/ws' ? calls.connect(line, caller) : new Session(line));
});

// People who are there without a browser, and one of them talks.
if (settings.bots) {
  const quiet = { send: () => undefined };
  for (const user of seeded.slice(0, 4)) rooms.get('general').join({ ...quiet, user }, 0);
  let said = 0;
  setInterval(() => {
    said += 1;
    const room = rooms.get(said % 3 === 0 ? 'support' : 'general');
    room.publish({ type: 'message', ...room.append(seeded[said % 4], `Thought number ${said}.`) });
  }, 4_000);
}

server.listen(Number(settings.port), '127.0.0.1', () => {
  console.log(`the double answers on http://127.0.0.1:${server.address().port}/`);
});
