import type { Ringee } from '@/lib/ring';
import type { ApiClient } from './client';

export interface IceServers {
  servers: RTCIceServer[];
  ttl: number;
}

export type CalleeState = 'ringing' | 'busy' | 'offline';

export interface Ring {
  ringId: string;
  expiresIn: number;
  callees: { userId: string; state: CalleeState }[];
}

// A call that rang here, or nowhere, and that nobody took. `seq` is its place in the inbox.
export interface MissedCall {
  seq: number;
  ringId: string;
  roomId: number;
  from: { id: string; name: string };
  at: number;
}

interface WireRing {
  ring_id: string;
  expires_in: number;
  callees: { user_id: string; state: CalleeState }[];
}

interface WireInbox {
  head_seq: number;
  items: { seq: number; type: string; created_at: string; read: boolean; data: unknown }[];
}

// So many of the newest inbox items are looked through.
const INBOX_PAGE = 100;

// What the REST API says about calls.
export class CallsApi {
  private readonly api: ApiClient;

  constructor(api: ApiClient) {
    this.api = api;
  }

  async ticket(): Promise<string> {
    return (await this.api.request<{ ticket: string }>('POST', '/api/auth/ticket', {})).ticket;
  }

  async iceServers(): Promise<IceServers> {
    const answer = await this.api.request<{ ice_servers: RTCIceServer[]; ttl?: number }>(
      'POST', '/api/calls/ice-servers', {});
    return { servers: answer.ice_servers, ttl: answer.ttl ?? 0 };
  }

  async ring(roomId: number, ringee: Ringee): Promise<Ring> {
    const whom = ringee.kind === 'person' ? { user_id: ringee.id } : { chat_room_id: ringee.id };
    const answer = await this.api.request<WireRing>(
      'POST', '/api/calls/rings', { room_id: roomId, ...whom });
    return {
      ringId: answer.ring_id, expiresIn: answer.expires_in,
      callees: answer.callees.map(({ user_id: userId, state }) => ({ userId, state })),
    };
  }

  async accept(ringId: string): Promise<number> {
    const answer = await this.api.request<{ room_id: number }>('POST', `${ring(ringId)}/accept`, {});
    return answer.room_id;
  }

  async decline(ringId: string): Promise<void> {
    await this.api.request('POST', `${ring(ringId)}/decline`, {});
  }

  async cancel(ringId: string): Promise<void> {
    await this.api.request('DELETE', ring(ringId));
  }

  // Those that are still unread, oldest first.
  async missed(): Promise<MissedCall[]> {
    let page = await this.inbox(0);
    if (page.head_seq > INBOX_PAGE) page = await this.inbox(page.head_seq - INBOX_PAGE);
    return page.items
      .filter(({ type, read }) => type === 'missed_call' && !read)
      .map(({ seq, data, created_at: at }) => toMissed(seq, data, at));
  }

  private inbox(afterSeq: number): Promise<WireInbox> {
    return this.api.request<WireInbox>('GET', `/api/inbox?after_seq=${afterSeq}`);
  }
}

const ring = (id: string) => `/api/calls/rings/${encodeURIComponent(id)}`;

function toMissed(seq: number, data: unknown, at: string): MissedCall {
  const wire = (data ?? {}) as {
    ring_id?: string; room_id?: number; from?: { user_id?: string; name?: string };
  };
  return {
    seq, ringId: wire.ring_id ?? '', roomId: wire.room_id ?? 0, at: Date.parse(at),
    from: { id: wire.from?.user_id ?? '', name: wire.from?.name ?? '' },
  };
}
