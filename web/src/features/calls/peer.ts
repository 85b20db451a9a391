import type { Clock } from '@/lib/clock';
import { Store } from '@/lib/store';
import {
  applyBudget, decodeWords, linesOf, NO_TRACKS, STATE_CHANNEL, type Budget, type Lines, type Tracks,
  type Words,
} from './lines';

export type PeerLink = 'connecting' | 'connected' | 'unstable' | 'lost';

export interface PeerState {
  link: PeerLink;
  words: Words | null;
  tracks: Tracks;
}

export interface PeerParts {
  connect: () => RTCPeerConnection;
  describe: (session: string, description: RTCSessionDescriptionInit) => void;
  suggest: (session: string, candidate: RTCIceCandidateInit) => void;
  // Who came later begins, and gives way when both speak at once.
  begins: boolean;
  polite: boolean;
  clock: Clock;
  makeId: () => string;
}

const CONNECT_WITHIN_MS = 15_000;
const UNSTABLE_FOR_MS = 3_000;
const RECOVER_EVERY_MS = 8_000;
const RECOVER_MAX_MS = 30_000;
const STEPS_MAX = 200;
const CANDIDATES_MAX = 100;

// One other person's line: negotiation in which both sides may speak first, and a way back from
// every failure. What happens to the connection happens one step after another.
export class Peer {
  readonly state = new Store<PeerState>({ link: 'connecting', words: null, tracks: NO_TRACKS });

  private readonly parts: PeerParts;
  private pc: RTCPeerConnection | null = null;
  private channel: RTCDataChannel | null = null;
  private session = '';
  private ignoring = false;
  private steps = 0;
  private chain: Promise<void> = Promise.resolve();
  private waiting: RTCIceCandidateInit[] = [];
  private outgoing: Tracks = NO_TRACKS;
  private words: Words = { microphone: false, camera: false, screen: false };
  private budget: Budget | null = null;
  private recoveries = 0;
  private cancelTimer: () => void = () => undefined;

  constructor(parts: PeerParts) {
    this.parts = parts;
  }

  start(): void {
    if (this.parts.begins) this.begin();
    else this.watch(CONNECT_WITHIN_MS + UNSTABLE_FOR_MS);
  }

  close(): void {
    this.cancelTimer();
    this.drop();
  }

  send(tracks: Tracks, words: Words, budget: Budget): void {
    this.outgoing = tracks;
    this.words = words;
    this.budget = budget;
    if (this.pc !== null) this.enqueue(async (pc) => this.attach(linesOf(pc.getTransceivers())));
    this.speak();
  }

  described(session: string, description: RTCSessionDescriptionInit): void {
    if (session !== this.session || this.pc === null) {
      // Only who begins starts over: anything else of another session is late news.
      if (this.parts.begins || description.type !== 'offer') return;
      this.open(session);
    }
    this.enqueue((pc) => this.follow(pc, description));
  }

  suggested(session: string, candidate: RTCIceCandidateInit): void {
    if (session !== this.session || this.pc === null) return;
    this.enqueue(async (pc) => {
      if (this.ignoring) return;
      if (pc.remoteDescription !== null) await pc.addIceCandidate(candidate);
      else if (this.waiting.length < CANDIDATES_MAX) this.waiting.push(candidate);
    });
  }

  // Its way through the network is gone, or ours is.
  restart(): void {
    if (this.pc?.remoteDescription) this.pc.restartIce();
  }

  // The other side's socket was cut; its media may well go on.
  away(): void {
    if (this.state.get().link === 'connected') this.state.patch({ link: 'unstable' });
  }

  // How loud it is right now, 0 to 1.
  loudness(): number {
    if (this.pc === null) return 0;
    const { sound } = linesOf(this.pc.getTransceivers());
    return sound?.receiver.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
  }

  async stats(): Promise<RTCStatsReport | null> {
    return this.pc === null ? null : this.pc.getStats().catch(() => null);
  }

  private begin(): void {
    const pc = this.open(this.parts.makeId());
    pc.addTransceiver('audio', { direction: 'sendrecv' });
    pc.addTransceiver('video', { direction: 'sendrecv' });
    pc.addTransceiver('video', { direction: 'sendrecv' });
    this.enqueue(async () => this.attach(linesOf(pc.getTransceivers())));
    this.watch(CONNECT_WITHIN_MS);
  }

  private open(session: string): RTCPeerConnection {
    this.drop();
    const { link } = this.state.get();
    this.state.patch({ tracks: NO_TRACKS, link: link === 'lost' ? link : 'connecting' });
    this.session = session;
    const pc = this.parts.connect();
    this.pc = pc;
    pc.onnegotiationneeded = () => {
      if (this.parts.begins || pc.remoteDescription !== null) this.enqueue(() => this.offer(pc));
    };
    pc.onicecandidate = ({ candidate }) => {
      if (candidate !== null) this.parts.suggest(session, candidate.toJSON());
    };
    pc.onconnectionstatechange = () => this.linkChanged(pc);
    const { label, options } = STATE_CHANNEL;
    const channel = pc.createDataChannel(label, options);
    channel.onopen = () => this.speak();
    channel.onmessage = (event: MessageEvent<unknown>) => {
      const words = decodeWords(event.data);
      if (words !== null) this.state.patch({ words });
    };
    this.channel = channel;
    return pc;
  }

  private drop(): void {
    const pc = this.pc;
    this.pc = null;
    this.channel = null;
    this.waiting = [];
    this.ignoring = false;
    this.steps = 0;
    this.chain = Promise.resolve();
    if (pc === null) return;
    pc.onnegotiationneeded = pc.onicecandidate = pc.onconnectionstatechange = null;
    pc.close();
  }

  private async offer(pc: RTCPeerConnection): Promise<void> {
    if (pc.signalingState !== 'stable') return;
    await pc.setLocalDescription();
    this.tell(pc);
  }

  private async follow(
    pc: RTCPeerConnection, description: RTCSessionDescriptionInit,
  ): Promise<void> {
    const isOffer = description.type === 'offer';
    if (!isOffer && pc.signalingState !== 'have-local-offer') return;
    this.ignoring = isOffer && pc.signalingState !== 'stable' && !this.parts.polite;
    if (this.ignoring) return;
    await pc.setRemoteDescription(description);
    for (const candidate of this.waiting.splice(0)) await pc.addIceCandidate(candidate);
    const lines = linesOf(pc.getTransceivers());
    if (isOffer) {
      for (const line of [lines.sound, lines.camera, lines.screen]) {
        if (line !== null) line.direction = 'sendrecv';
      }
      await this.attach(lines);
      await pc.setLocalDescription();
      this.tell(pc);
    }
    this.hear(lines);
  }

  private tell(pc: RTCPeerConnection): void {
    const description = pc.localDescription;
    if (pc === this.pc && description !== null) {
      this.parts.describe(this.session, { type: description.type, sdp: description.sdp });
    }
  }

  private async attach(lines: Lines): Promise<void> {
    for (const name of ['sound', 'camera', 'screen'] as const) {
      const sender = lines[name]?.sender;
      if (sender && sender.track !== this.outgoing[name]) {
        await sender.replaceTrack(this.outgoing[name]);
      }
    }
    if (lines.camera && this.budget) await applyBudget(lines.camera.sender, this.budget);
  }

  private hear({ sound, camera, screen }: Lines): void {
    const tracks = {
      sound: sound?.receiver.track ?? null, camera: camera?.receiver.track ?? null,
      screen: screen?.receiver.track ?? null,
    };
    const before = this.state.get().tracks;
    const same = before.sound === tracks.sound && before.camera === tracks.camera
      && before.screen === tracks.screen;
    if (!same) this.state.patch({ tracks });
  }

  private speak(): void {
    if (this.channel?.readyState === 'open') this.channel.send(JSON.stringify(this.words));
  }

  private linkChanged(pc: RTCPeerConnection): void {
    switch (pc.connectionState) {
      case 'connected':
        this.cancelTimer();
        this.recoveries = 0;
        return this.state.patch({ link: 'connected' });
      case 'disconnected':
        this.state.patch({ link: 'unstable' });
        return this.watch(this.parts.begins ? UNSTABLE_FOR_MS : 2 * UNSTABLE_FOR_MS);
      case 'failed':
        this.state.patch({ link: 'lost' });
        return this.watch(this.parts.begins ? 0 : UNSTABLE_FOR_MS);
      default:
    }
  }

  private watch(delay: number): void {
    this.cancelTimer();
    this.cancelTimer = this.parts.clock.after(delay, () => this.recover());
  }

  // First another way for the same connection, then a new connection, for as long as both are here.
  private recover(): void {
    const connected = this.pc?.remoteDescription != null;
    const again = connected && this.recoveries === 0;
    this.recoveries += 1;
    const wait = Math.min(RECOVER_EVERY_MS * this.recoveries, RECOVER_MAX_MS);
    if (this.state.get().link !== 'unstable') this.state.patch({ link: 'lost' });
    if (again || !this.parts.begins) this.restart();
    else this.begin();
    this.watch(wait);
  }

  private enqueue(step: (pc: RTCPeerConnection) => Promise<void>): void {
    const pc = this.pc;
    if (pc === null) return;
    if (this.steps >= STEPS_MAX) return this.watch(0);
    this.steps += 1;
    this.chain = this.chain.then(async () => {
      if (pc !== this.pc) return;
      this.steps -= 1;
      await step(pc);
    }).catch(() => {
      if (pc === this.pc) this.watch(UNSTABLE_FOR_MS);
    });
  }
}
