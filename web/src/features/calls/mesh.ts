import type { Clock } from '@/lib/clock';
import { Store } from '@/lib/store';
import { cameraBudget, NO_TRACKS, type Tracks, type Words } from './lines';
import { Peer, type PeerState } from './peer';
import type { Present, Signal } from './signal_frames';

export interface MeshParts {
  connect: (servers: RTCIceServer[]) => RTCPeerConnection;
  describe: (to: number, session: string, description: RTCSessionDescriptionInit) => void;
  suggest: (to: number, session: string, candidate: RTCIceCandidateInit) => void;
  clock: Clock;
  makeId: () => string;
}

export interface Member extends PeerState {
  id: number;
  userId: string;
  name: string;
}

interface Seated {
  present: Present;
  peer: Peer;
  unlisten: () => void;
}

// Everybody else in the call, each with a line of their own.
export class Mesh {
  readonly members = new Store<Member[]>([]);

  private readonly parts: MeshParts;
  private readonly seated = new Map<number, Seated>();
  private servers: RTCIceServer[] = [];
  private tracks: Tracks = NO_TRACKS;
  private words: Words = { microphone: false, camera: false, screen: false };

  constructor(parts: MeshParts) {
    this.parts = parts;
  }

  // We came, or came back: everything begins anew, and we begin it.
  joined(peers: Present[], servers: RTCIceServer[]): void {
    this.servers = servers;
    const there = new Set(peers.map(({ id }) => id));
    for (const id of [...this.seated.keys()]) if (!there.has(id)) this.unseat(id);
    for (const present of peers) this.seat(present, true);
    this.changed();
  }

  arrived(present: Present): void {
    this.seat(present, false);
    this.changed();
  }

  left(id: number): void {
    this.unseat(id);
    this.changed();
  }

  away(id: number): void {
    this.seated.get(id)?.peer.away();
  }

  hear(signal: Signal): void {
    if (signal.type === 'description') {
      this.seated.get(signal.from)?.peer.described(signal.session, signal.description);
    } else if (signal.type === 'candidate') {
      this.seated.get(signal.from)?.peer.suggested(signal.session, signal.candidate);
    }
  }

  send(tracks: Tracks, words: Words): void {
    this.tracks = tracks;
    this.words = words;
    this.sendAll();
  }

  networkChanged(): void {
    for (const { peer } of this.seated.values()) peer.restart();
  }

  close(): void {
    for (const id of [...this.seated.keys()]) this.unseat(id);
    this.changed();
  }

  peers(): [number, Peer][] {
    return [...this.seated].map(([id, { peer }]) => [id, peer]);
  }

  private seat(present: Present, begins: boolean): void {
    const { id } = present;
    this.unseat(id);
    const peer = new Peer({
      connect: () => this.parts.connect(this.servers),
      describe: (session, description) => this.parts.describe(id, session, description),
      suggest: (session, candidate) => this.parts.suggest(id, session, candidate),
      begins, polite: present.polite, clock: this.parts.clock, makeId: this.parts.makeId,
    });
    const unlisten = peer.state.subscribe(() => this.show());
    this.seated.set(id, { present, peer, unlisten });
    peer.send(this.tracks, this.words, cameraBudget(this.seated.size));
    peer.start();
  }

  private unseat(id: number): void {
    const seated = this.seated.get(id);
    if (seated === undefined) return;
    this.seated.delete(id);
    seated.unlisten();
    seated.peer.close();
  }

  private changed(): void {
    this.sendAll();
    this.show();
  }

  private sendAll(): void {
    const budget = cameraBudget(this.seated.size);
    for (const { peer } of this.seated.values()) peer.send(this.tracks, this.words, budget);
  }

  private show(): void {
    this.members.set([...this.seated].map(([id, { present, peer }]) => ({
      id, userId: present.userId, name: present.name, ...peer.state.get(),
    })));
  }
}
