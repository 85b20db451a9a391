import type { Message, Person, Room } from '@/lib/message';
import { texts } from '@/lib/texts';

// A request that did not succeed. `message` is for the person who reads it; `code` is the server's
// stable word, or `network` and `timeout` when no answer came.
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;

  constructor(message: string, status: number, code: string, requestId: string | null = null) {
    super(message);
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

// The REST API as the client uses it. `token` is asked for at each request; `onUnauthorized` hears
// when the server no longer accepts it.
export class ApiClient {
  private readonly token: () => string | null;
  private readonly onUnauthorized: () => void;

  constructor(token: () => string | null, onUnauthorized: () => void) {
    this.token = token;
    this.onUnauthorized = onUnauthorized;
  }

  async signUp(fields: SignUp): Promise<void> {
    await this.request('POST', '/api/users', fields);
  }

  async signIn(email: string, password: string): Promise<{ token: string; user: Person }> {
    const answer = await this.request<{ token: string; user: WireUser }>(
      'POST', '/api/auth/login', { email, password });
    const { id, username, full_name: name } = answer.user;
    return { token: answer.token, user: { id, username, name } };
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

  // `T` is what the contract says of the answer; an empty one (204) is null.
  async request<T>(method: string, path: string, body?: object): Promise<T> {
    const token = this.token();
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
    if (response.status === 401 && token !== null) this.onUnauthorized();
    throw refused(response.status, answer);
  }
}

function unanswered(reason: unknown): ApiError {
  const late = reason instanceof DOMException && reason.name === 'TimeoutError';
  return late
    ? new ApiError(texts.failures.timeout, 0, 'timeout')
    : new ApiError(texts.failures.network, 0, 'network');
}

function refused(status: number, answer: unknown): ApiError {
  const { message, code, request_id: id } = (answer ?? {}) as Record<string, unknown>;
  return new ApiError(
    typeof message === 'string' && message !== '' ? message : texts.failures.server(status),
    status,
    typeof code === 'string' ? code : 'unknown',
    typeof id === 'string' ? id : null,
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
