import type { Ringee } from './ring';

// Where the reader is, kept in the URL's fragment: the server needs to know one page only, and the
// browser's back gesture moves between panes on a phone.
export type Route =
  | { at: 'sign-in' }
  | { at: 'sign-up' }
  | { at: 'rooms' }
  | { at: 'me' }
  | { at: 'room'; roomId: string; people: boolean }
  | { at: 'call'; callId: number }
  | { at: 'new-call'; ring: Ringee | null };

export function parseRoute(hash: string): Route {
  const parts = hash.replace(/^#\/?/, '').split('/').filter((part) => part !== '');
  if (parts[0] === 'sign-in') return { at: 'sign-in' };
  if (parts[0] === 'sign-up') return { at: 'sign-up' };
  if (parts[0] === 'rooms' && parts[1] !== undefined) {
    return { at: 'room', roomId: decode(parts[1]), people: parts[2] === 'people' };
  }
  if (parts[0] === 'call' && parts[1] !== undefined) return parseCall(parts[1], parts[2], parts[3]);
  if (parts[0] === 'me') return { at: 'me' };
  return { at: 'rooms' };
}

// #/call/ID is a call that is there; #/call/new/room/ID and #/call/new/person/ID are to be one.
function parseCall(id: string, kind?: string, ringed?: string): Route {
  if (/^[1-9]\d{0,15}$/.test(id) && Number.isSafeInteger(Number(id))) {
    return { at: 'call', callId: Number(id) };
  }
  if (id !== 'new') return { at: 'rooms' };
  const known = (kind === 'room' || kind === 'person') && ringed !== undefined;
  return { at: 'new-call', ring: known ? { kind, id: decode(ringed) } : null };
}

export function formatRoute(route: Route): string {
  switch (route.at) {
    case 'sign-in':
    case 'sign-up':
    case 'me':
      return `#/${route.at}`;
    case 'rooms':
      return '#/';
    case 'room':
      return `#/rooms/${encodeURIComponent(route.roomId)}${route.people ? '/people' : ''}`;
    case 'call':
      return `#/call/${route.callId}`;
    case 'new-call':
      return route.ring === null ? '#/call/new'
        : `#/call/new/${route.ring.kind}/${encodeURIComponent(route.ring.id)}`;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
