// The frames of the calls socket, as values. What this client does not know is `null`.
export interface Present {
  id: number;
  userId: string;
  name: string;
  polite: boolean;
}

// `session` names one RTCPeerConnection of the side that began: what belongs to another is stale.
// Clients of the plain protocol do not name any.
export type Signal =
  | { type: 'joined'; roomId: number; self: number; host: number; peers: Present[];
      iceServers: RTCIceServer[]; seat: string | null }
  | { type: 'arrived'; peer: Present }
  | { type: 'left'; id: number; host: number }
  | { type: 'away'; id: number }
  | { type: 'description'; from: number; session: string; description: RTCSessionDescriptionInit }
  | { type: 'candidate'; from: number; session: string; candidate: RTCIceCandidateInit }
  | { type: 'refused'; error: string };

export type Command =
  | { msg_type: 0; payload: object }
  | { msg_type: 1; payload: { room_id: number; seat?: string } }
  | { msg_type: 2; to: number; payload: { sdp: RTCSessionDescriptionInit; session: string } }
  | { msg_type: 3; to: number; payload: { ice: RTCIceCandidateInit; session: string } }
  | { msg_type: 4 };

type Wire = Record<string, unknown>;

export function decodeSignal(text: string): Signal | null {
  const wire = parse(text);
  const from = integer(wire['from']) ?? 0;
  const payload = object(wire['payload']);
  const type = wire['msg_type'];
  if (typeof wire['err'] === 'string') {
    return type === 5 || type === 6 ? { type: 'refused', error: wire['err'] } : null;
  }
  switch (type) {
    case 2:
      return described(from, payload);
    case 3:
      return { type: 'candidate', from, session: string(payload['session']),
        candidate: object(payload['ice']) };
    case 4:
      return { type: 'left', id: from, host: integer(payload['host']) ?? 0 };
    case 5:
    case 6:
      return joined(payload);
    case 16:
      return arrived(payload);
    case 17:
      return { type: 'away', id: from };
    default:
      return null;
  }
}

// Who is present but not among the peers is oneself.
function joined(payload: Wire): Signal | null {
  const roomId = integer(payload['room_id']);
  const host = integer(payload['host']);
  if (roomId === null || host === null) return null;
  const peers = array(payload['peers']).map(present).filter((peer) => peer !== null);
  const clients = array(payload['clients']).filter((id): id is number => integer(id) !== null);
  const self = clients.find((id) => peers.every((peer) => peer.id !== id)) ?? host;
  return {
    type: 'joined', roomId, self, host, peers,
    iceServers: array(payload['ice_servers']) as RTCIceServer[],
    seat: typeof payload['seat'] === 'string' ? payload['seat'] : null,
  };
}

function arrived(payload: Wire): Signal | null {
  const peer = present(payload);
  return peer === null ? null : { type: 'arrived', peer };
}

function described(from: number, payload: Wire): Signal | null {
  const { type, sdp } = object(payload['sdp']);
  if ((type !== 'offer' && type !== 'answer') || typeof sdp !== 'string') return null;
  return { type: 'description', from, session: string(payload['session']),
    description: { type, sdp } };
}

function present(value: unknown): Present | null {
  const wire = object(value);
  const id = integer(wire['id']);
  if (id === null) return null;
  const name = string(wire['name']);
  return { id, userId: string(wire['user_id']), name, polite: wire['polite'] === true };
}

function parse(text: string): Wire {
  try {
    return object(JSON.parse(text));
  } catch {
    return {};
  }
}

function object(value: unknown): Wire {
  return typeof value === 'object' && value !== null ? (value as Wire) : {};
}

function array(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function integer(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}
