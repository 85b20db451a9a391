import type { Clock } from '@/lib/clock';
import type { Person } from '@/lib/message';
import type { Ringee } from '@/lib/ring';
import { Store } from '@/lib/store';
import { texts } from '@/lib/texts';
import { NO_TRACKS, type Tracks, type Words } from './lines';
import type { Media } from './media';
import type { Mesh } from './mesh';
import type { Outgoing } from './outgoing';
import type { Seats } from './seats';
import type { Signal } from './signal_frames';
import type { Refusal, Signaling } from './signaling';
import type { Watch } from './watch';

export type CallPhase =
  | { at: 'lobby' }
  | { at: 'joining' }
  | { at: 'in-call' }
  | { at: 'reconnecting'; retryAt: number | null }
  | { at: 'ended'; reason: Refusal | 'left' };

export interface Place {
  roomId: number | null;
  self: number;
  host: number;
  since: number | null;
  // Whether anybody else was here.
  met: boolean;
}

export interface CallParts {
  me: Person;
  roomId: number | null;
  // Whom it is to ring once it is there: once only.
  ringee: Ringee | null;
  media: Media;
  mesh: Mesh;
  signaling: Signaling;
  outgoing: Outgoing;
  watch: Watch;
  // Of one's own microphone.
  loudness: { listenTo(track: MediaStreamTrack | null): void; read: () => number; close(): void };
  seats: Seats;
  clock: Clock;
}

const NEWS_MAX = 5;

// One call, from the lobby to its end, whatever the screen shows meanwhile.
export class Call {
  readonly phase = new Store<CallPhase>({ at: 'lobby' });
  readonly place: Store<Place>;
  readonly soundBlocked = new Store(false);
  // What the live region says, newest last.
  readonly news = new Store<{ key: number; text: string }[]>([]);
  readonly parts: CallParts;

  private readonly unlistens: (() => void)[];
  private ringee: Ringee | null;
  private newsKey = 0;

  constructor(parts: CallParts) {
    this.parts = parts;
    this.ringee = parts.ringee;
    const { roomId } = parts;
    this.place = new Store<Place>({ roomId, self: 0, host: 0, since: null, met: false });
    const { media, signaling } = parts;
    signaling.onSignal = (signal) => this.follow(signal);
    this.unlistens = [
      signaling.link.subscribe(() => this.linkChanged()),
      media.state.subscribe(() => this.send()),
    ];
  }

  // To the lobby; straight on for somebody who was in this call a moment ago, or has accepted it.
  open(straight: boolean): void {
    void this.parts.media.open();
    const { roomId } = this.place.get();
    if (straight || (roomId !== null && this.parts.seats.justLeft(roomId))) this.join();
  }

  join(): void {
    const { at } = this.phase.get();
    if (at !== 'lobby' && at !== 'ended') return;
    if (at === 'ended') void this.parts.media.open();
    this.phase.set({ at: 'joining' });
    this.parts.signaling.enter(this.place.get().roomId);
  }

  // One more into the call that goes on.
  invite(ringee: Ringee): void {
    const { roomId } = this.place.get();
    if (roomId !== null) void this.parts.outgoing.ring(roomId, ringee);
  }

  leave(): void {
    this.parts.signaling.leave();
    this.end('left');
  }

  // The tab is closed, or the page loaded again.
  pageLeaves(): void {
    this.parts.outgoing.cancel();
    this.parts.signaling.pageLeaves();
  }

  // The browser had kept the page, and shows it again as it was.
  pageReturns(): void {
    const { roomId, since } = this.place.get();
    if (since !== null) this.parts.signaling.enter(roomId);
  }

  networkChanged(): void {
    this.parts.signaling.suspect();
    this.parts.signaling.tryNow();
    this.parts.mesh.networkChanged();
  }

  // For good: nothing of it is left running.
  close(): void {
    this.parts.signaling.leave();
    this.still();
    for (const unlisten of this.unlistens) unlisten();
    this.parts.loudness.close();
  }

  private follow(signal: Signal): void {
    const { mesh, watch, clock } = this.parts;
    const place = this.place.get();
    switch (signal.type) {
      case 'joined': {
        const { roomId, self, host } = signal;
        const met = place.met || signal.peers.length > 0;
        this.place.set({ roomId, self, host, met, since: place.since ?? clock.now() });
        this.phase.set({ at: 'in-call' });
        this.send();
        mesh.joined(signal.peers, signal.iceServers);
        if (place.since === null && this.ringee !== null) this.invite(this.ringee);
        this.ringee = null;
        watch.start();
        return;
      }
      case 'arrived':
        if (!this.name(signal.peer.id)) this.tell(texts.call.arrived(signal.peer.name));
        this.place.patch({ met: true });
        return mesh.arrived(signal.peer);
      case 'left':
        this.left(signal.id, signal.host);
        return;
      case 'away':
        return mesh.away(signal.id);
      default:
        return mesh.hear(signal);
    }
  }

  private left(id: number, host: number): void {
    const name = this.name(id);
    const before = this.place.get();
    this.parts.mesh.left(id);
    if (name) this.tell(texts.call.left(name));
    if (host === 0 || host === before.host) return;
    this.place.patch({ host });
    if (host === before.self) this.tell(texts.call.youHost);
  }

  private linkChanged(): void {
    const link = this.parts.signaling.link.get();
    const inside = this.place.get().since !== null;
    if (link.phase === 'ended') this.end(link.reason);
    else if (link.phase === 'waiting') {
      this.phase.set({ at: 'reconnecting', retryAt: link.retryAt });
    } else if (link.phase === 'connecting' && inside) {
      this.phase.set({ at: 'reconnecting', retryAt: null });
    }
  }

  private end(reason: Refusal | 'left'): void {
    this.still();
    this.place.patch({ since: null, met: false });
    this.phase.set({ at: 'ended', reason });
  }

  private still(): void {
    this.parts.outgoing.cancel();
    this.parts.watch.stop();
    this.parts.mesh.close();
    this.parts.media.close();
  }

  private send(): void {
    const { microphone, camera, screen } = this.parts.media.state.get();
    const tracks: Tracks = {
      ...NO_TRACKS, sound: microphone.track, camera: camera.on ? camera.track : null, screen,
    };
    const words: Words = {
      microphone: microphone.on && microphone.track !== null,
      camera: tracks.camera !== null, screen: screen !== null,
    };
    this.parts.loudness.listenTo(microphone.track);
    this.parts.mesh.send(tracks, words);
  }

  private name(id: number): string {
    return this.parts.mesh.members.get().find((member) => member.id === id)?.name ?? '';
  }

  private tell(text: string): void {
    this.newsKey += 1;
    this.news.set([...this.news.get(), { key: this.newsKey, text }].slice(-NEWS_MAX));
  }
}
