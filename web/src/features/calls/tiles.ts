import type { Person } from '@/lib/message';
import type { Place } from './call';
import type { MediaState } from './media';
import type { Member } from './mesh';
import type { Callee } from './outgoing';
import type { PeerLink } from './peer';

// What stands on the stage: a person, a person's screen, or somebody whose device still rings.
export interface Tile {
  key: string;
  kind: 'person' | 'screen' | 'callee';
  // 0 is oneself.
  id: number;
  userId: string;
  name: string;
  host: boolean;
  muted: boolean;
  link: PeerLink;
  track: MediaStreamTrack | null;
}

export interface Scene {
  me: Person;
  place: Place;
  media: MediaState;
  members: Member[];
  callees: (Callee & { name: string })[];
}

const CALLEES_SHOWN = 5;

// Screens first, then the others in the order in which they came, oneself last.
export function tilesOf({ me, place, media, members, callees }: Scene): Tile[] {
  const own = { id: 0, userId: me.id, name: me.name, host: place.self === place.host };
  const people = members.map((member) => personTile(member, place.host));
  const screens = members.flatMap((member) => screenTile(member, place.host));
  const self: Tile = {
    ...own, key: 'self', kind: 'person', link: 'connected',
    muted: !media.microphone.on || media.microphone.track === null,
    track: media.camera.on ? media.camera.track : null,
  };
  const ownScreen: Tile[] = media.screen === null ? []
    : [{ ...self, key: 'self-screen', kind: 'screen', track: media.screen }];
  const there = new Set(members.map(({ userId }) => userId));
  const rung = callees
    .filter(({ userId, state }) =>
      (state === 'ringing' || state === 'accepted') && !there.has(userId))
    .slice(0, CALLEES_SHOWN)
    .map(calleeTile);
  return [...screens, ...ownScreen, ...people, ...rung, self];
}

// Clients of another make say nothing about themselves: what they send is shown.
function personTile({ id, userId, name, words, tracks, link }: Member, host: number): Tile {
  const camera = words?.camera ?? tracks.camera?.muted === false;
  return {
    key: `p${id}`, kind: 'person', id, userId, name, host: id === host,
    muted: words !== null && !words.microphone, link, track: camera ? tracks.camera : null,
  };
}

function screenTile(member: Member, host: number): Tile[] {
  if (member.words?.screen !== true || member.tracks.screen === null) return [];
  return [{ ...personTile(member, host), key: `s${member.id}`, kind: 'screen',
    track: member.tracks.screen }];
}

function calleeTile({ userId, name }: Callee & { name: string }): Tile {
  return {
    key: `c${userId}`, kind: 'callee', id: -1, userId, name, host: false, muted: false,
    link: 'connecting', track: null,
  };
}
