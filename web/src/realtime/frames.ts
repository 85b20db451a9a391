import type { Message, Person } from '@/lib/message';
import { RING_WORDS, type RingEvent } from '@/lib/ring';

// The chat socket's frames, as values. A frame that this client does not know is `null`: the
// protocol grows by addition.
export type ServerFrame =
  | { type: 'authenticated'; userId: string }
  | { type: 'connected'; roomId: string; headSeq: number | null; epoch: string | null;
      recovered: boolean }
  | { type: 'disconnected'; roomId: string }
  | { type: 'message'; message: Message }
  | { type: 'sent'; clientId: string; id: string; seq: number; createdAt: number }
  | { type: 'edited' | 'deleted'; roomId: string; id: string; seq: number; content: string | null }
  | { type: 'notice'; event: 'joined' | 'left'; roomId: string; person: Person; at: number }
  | { type: 'presence'; roomId: string; joined: Person[]; left: string[]; count: number }
  | { type: 'call'; ring: RingEvent }
  | { type: 'error'; error: string; clientId: string | null };

export type ClientCommand =
  | { type: 'authorization' | 'reauth'; token: string }
  | { type: 'connect'; user_id: string; room_id: string; since_seq: number; epoch?: string;
      keep: true }
  | { type: 'message'; room_id: string; content: string; client_msg_id: string };

type Wire = Record<string, unknown>;

export function decodeFrame(text: string): ServerFrame | null {
  const wire = parse(text);
  if (wire === null) return null;
  switch (wire['type']) {
    case 'authenticated':
      return { type: 'authenticated', userId: string(wire['user_id']) };
    case 'connected':
      return {
        type: 'connected', roomId: string(wire['room_id']), headSeq: integer(wire['head_seq']),
        epoch: stringOrNull(wire['epoch']), recovered: wire['recovered'] === true,
      };
    case 'disconnected':
      return { type: 'disconnected', roomId: string(wire['room_id']) };
    case 'message':
      return messageFrame(wire);
    case 'sent':
      return sentFrame(wire);
    case 'edited':
    case 'deleted':
      return changeFrame(wire, wire['type']);
    case 'user_joined':
      return noticeFrame(wire, 'joined');
    case 'user_left':
      return noticeFrame(wire, 'left');
    case 'presence':
      return presenceFrame(wire);
    case 'call':
      return callFrame(wire);
    case 'error':
      return {
        type: 'error', error: string(wire['error']),
        clientId: stringOrNull(wire['client_msg_id']),
      };
    default:
      return null;
  }
}

function messageFrame(wire: Wire): ServerFrame | null {
  const seq = integer(wire['seq']);
  if (seq === null || typeof wire['id'] !== 'string') return null;
  const message: Message = {
    id: wire['id'],
    seq,
    roomId: string(wire['room_id']),
    senderId: string(wire['sender_id']),
    senderName: string(wire['sender_name']),
    content: stringOrNull(wire['content']),
    createdAt: instant(wire['created_at']),
  };
  const clientId = stringOrNull(wire['client_msg_id']);
  return { type: 'message', message: clientId === null ? message : { ...message, clientId } };
}

function sentFrame(wire: Wire): ServerFrame | null {
  const seq = integer(wire['seq']);
  const clientId = stringOrNull(wire['client_msg_id']);
  if (seq === null || clientId === null) return null;
  return {
    type: 'sent', clientId, id: string(wire['id']), seq, createdAt: instant(wire['created_at']),
  };
}

function changeFrame(wire: Wire, type: 'edited' | 'deleted'): ServerFrame | null {
  const seq = integer(wire['seq']);
  if (seq === null) return null;
  return {
    type, seq, roomId: string(wire['room_id']), id: string(wire['id']),
    content: type === 'edited' ? stringOrNull(wire['content']) : null,
  };
}

// The notice's sentence, "<name> has joined the chat", is for clients of the plain protocol; the
// person stands beside it.
function noticeFrame(wire: Wire, event: 'joined' | 'left'): ServerFrame | null {
  const sentence = string(wire['content']);
  const name = sentence.replace(/ has (joined|left) the chat$/, '');
  const person = toPerson(wire['user']) ?? { id: name, username: '', name };
  if (person.name === '') return null;
  return {
    type: 'notice', event, person, roomId: string(wire['room_id']),
    at: instant(wire['created_at'] ?? wire['timestamp']),
  };
}

function presenceFrame(wire: Wire): ServerFrame {
  const joined = Array.isArray(wire['joined']) ? wire['joined'] : [];
  const left = Array.isArray(wire['left']) ? wire['left'] : [];
  return {
    type: 'presence',
    roomId: string(wire['room_id']),
    joined: joined.map(toPerson).filter((person) => person !== null),
    left: left.filter((id): id is string => typeof id === 'string'),
    count: integer(wire['count']) ?? 0,
  };
}

function callFrame(wire: Wire): ServerFrame | null {
  const event = RING_WORDS.find((word) => word === wire['event']);
  const roomId = integer(wire['room_id']);
  const from = (typeof wire['from'] === 'object' ? wire['from'] ?? {} : {}) as Wire;
  if (event === undefined || roomId === null || typeof wire['ring_id'] !== 'string') return null;
  return {
    type: 'call',
    ring: {
      event, roomId, ringId: wire['ring_id'],
      from: { id: string(from['user_id']), name: string(from['name']) },
      chatRoomId: stringOrNull(wire['chat_room_id']), userId: stringOrNull(wire['user_id']),
      expiresIn: integer(wire['expires_in']),
    },
  };
}

function toPerson(value: unknown): Person | null {
  if (typeof value !== 'object' || value === null) return null;
  const wire = value as Wire;
  const id = stringOrNull(wire['user_id']) ?? stringOrNull(wire['id']);
  if (id === null) return null;
  return { id, username: string(wire['username']), name: string(wire['full_name']) };
}

function parse(text: string): Wire | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Wire) : null;
  } catch {
    return null;
  }
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}

function instant(value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? 0 : at;
}
