import type { Message, Room } from '@/lib/message';
import { texts } from '@/lib/texts';
import type { Account } from './account';
import type { Fresh, Tokens } from './tokens';

// A request that did not succeed. `message` is for the person who reads it; `code` is the server's
// stable word, or `network` and `timeout` when no answer came.
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly mfaToken: string | null; // of a sign-in that wants a code next

  constructor(
    message: string, status: number, code: string, requestId: string | null = null,
    mfaToken: string | null = null,
  ) {
    super(message);
    this.mfaToken = mfaToken;
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

export interface SignUp {
  full_name: string;
  username: string;
  email: string;
  password: string;
}

interface WireUser {
  id: string;
  username: string;
  full_name: string;
}

interface WireMessage {
  id: string;
  seq: number;
  room_id: string;
  sender_id: string;
  sender_name: string;
  content: string | null;
  created_at: string;
  version?: number;
}

const ANSWER_WITHIN_MS = 20_000;

interface WireSignedIn {
  token: string;
  expires_in: number;
  user: WireUser;
}

// The REST API as the client uses it. `onUnauthorized` hears when nobody is signed in any more.
export class ApiClient {
  private readonly tokens: Pick<Tokens, 'current' | 'renew'>;
  private readonly onUnauthorized: () => void;

  constructor(tokens: Pick<Tokens, 'current' | 'renew'>, onUnauthorized: () => void) {
    this.tokens = tokens;
    this.onUnauthorized = onUnauthorized;
  }

  async signUp(fields: SignUp): Promise<void> {
    await send('POST', '/api/users', fields, null);
  }

  async signIn(email: string, password: string): Promise<Fresh> {
    return toFresh(await send('POST', '/api/auth/login', { email, password }, null));
  }

  async verifyCode(mfaToken: string, code: string): Promise<Fresh> {
    return toFresh(await send(
      'POST', '/api/auth/second-factor/verify', { mfa_token: mfaToken, code }, null));
  }

  // Ends every session, this one too, and begins another one.
  async changePassword(me: Account, present: string, next: string): Promise<Fresh> {
    const change = { password: next, current_password: present };
    await send('PUT', `/api/users/${me.id}`, change, this.tokens.current());
    return this.signIn(me.email, next);
  }

  async signOut(): Promise<void> {
    await this.request('POST', '/api/auth/logout');
  }

  async rooms(): Promise<Room[]> {
    const rooms = await this.request<Room[]>('GET', '/api/chat/rooms');
    return rooms.map(({ id, name }) => ({ id, name }));
  }

  // The messages before `beforeSeq`, or the latest ones; oldest first.
  async messages(roomId: string, limit: number, beforeSeq: number | null): Promise<Message[]> {
    const before = beforeSeq === null ? '' : `&before_seq=${beforeSeq}`;
    const page = await this.request<WireMessage[]>(
      'GET', `/api/chat/rooms/${encodeURIComponent(roomId)}/messages?limit=${limit}${before}`);
    return page.map(toMessage).sort((a, b) => a.seq - b.seq);
  }

  // `T` is what the contract says of the answer; an empty one (204) is null. A token that the
  // server does not take is renewed, once.
  async request<T>(method: string, path: string, body?: object): Promise<T> {
    const { tokens } = this;
    if (tokens.current() === null) await tokens.renew();
    try {
      return await send<T>(method, path, body, tokens.current());
    } catch (reason) {
      if (!(reason instanceof ApiError) || reason.status !== 401) throw reason;
      if (await tokens.renew()) return send<T>(method, path, body, tokens.current());
      this.onUnauthorized();
      throw reason;
    }
  }
}

// By the cookie; null when nobody is signed in.
export async function refreshByCookie(): Promise<Fresh | null> {
  try {
    return toFresh(await send('POST', '/api/auth/refresh', undefined, null));
  } catch (reason) {
    if (reason instanceof ApiError && (reason.status === 401 || reason.status === 403)) return null;
    throw reason;
  }
}

async function send<T>(
  method: string, path: string, body: object | undefined, token: string | null,
): Promise<T> {
  const headers: Record<string, string> = {};
  if (token !== null) headers['Authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const call: RequestInit = { method, headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) };
  if (body !== undefined) call.body = JSON.stringify(body);

  const response = await fetch(path, call).catch((reason: unknown) => {
    throw unanswered(reason);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.status === 204 || (response.ok && answer !== null)) return answer as T;
  throw refused(response.status, answer);
}

function toFresh({ token, expires_in: expiresIn, user }: WireSignedIn): Fresh {
  const { id, username, full_name: name } = user;
  return { token, expiresIn, user: { id, username, name } };
}

function unanswered(reason: unknown): ApiError {
  const late = reason instanceof DOMException && reason.name === 'TimeoutError';
  return late
    ? new ApiError(texts.failures.timeout, 0, 'timeout')
    : new ApiError(texts.failures.network, 0, 'network');
}

function refused(status: number, answer: unknown): ApiError {
  const { message, code, request_id: id, mfa_token: mfaToken } =
    (answer ?? {}) as Record<string, unknown>;
  return new ApiError(
    typeof message === 'string' && message !== '' ? message : texts.failures.server(status),
    status,
    typeof code === 'string' ? code : 'unknown',
    typeof id === 'string' ? id : null,
    typeof mfaToken === 'string' ? mfaToken : null,
  );
}

function toMessage(wire: WireMessage): Message {
  return {
    id: wire.id,
    seq: wire.seq,
    roomId: wire.room_id,
    senderId: wire.sender_id,
    senderName: wire.sender_name,
    content: wire.content,
    createdAt: Date.parse(wire.created_at),
    ...((wire.version ?? 1) > 1 ? { edited: true } : {}),
  };
}
