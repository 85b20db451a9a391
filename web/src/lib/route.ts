// Where the reader is, kept in the URL's fragment: the server needs to know one page only, and the
// browser's back gesture moves between panes on a phone.
export type Route =
  | { at: 'sign-in' }
  | { at: 'sign-up' }
  | { at: 'rooms' }
  | { at: 'room'; roomId: string; people: boolean };

export function parseRoute(hash: string): Route {
  const parts = hash.replace(/^#\/?/, '').split('/').filter((part) => part !== '');
  if (parts[0] === 'sign-in') return { at: 'sign-in' };
  if (parts[0] === 'sign-up') return { at: 'sign-up' };
  if (parts[0] === 'rooms' && parts[1] !== undefined) {
    return { at: 'room', roomId: decode(parts[1]), people: parts[2] === 'people' };
  }
  return { at: 'rooms' };
}

export function formatRoute(route: Route): string {
  switch (route.at) {
    case 'sign-in':
    case 'sign-up':
      return `#/${route.at}`;
    case 'rooms':
      return '#/';
    case 'room':
      return `#/rooms/${encodeURIComponent(route.roomId)}${route.people ? '/people' : ''}`;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
