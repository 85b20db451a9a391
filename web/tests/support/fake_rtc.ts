// What of RTCPeerConnection a call needs, without a network: descriptions that count, the
// signalling states with the implicit rollback, events one step later, as browsers give them.

export class FakeTrack {
  enabled = true;
  muted = false;
  stopped = false;
  contentHint = '';
  onended: (() => void) | null = null;
  readonly kind: string;
  readonly id: string;

  constructor(kind: string, id: string) {
    this.kind = kind;
    this.id = id;
  }

  stop(): void {
    this.stopped = true;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.id };
  }
}

export const trackOf = (fake: FakeTrack) => fake as unknown as MediaStreamTrack;

class FakeTransceiver {
  direction = 'recvonly';
  readonly receiver: {
    track: FakeTrack; getSynchronizationSources: () => { audioLevel: number }[];
  };
  readonly sender = {
    track: null as MediaStreamTrack | null,
    replaceTrack: async (track: MediaStreamTrack | null) => {
      this.sender.track = track;
    },
    getParameters: () => ({ encodings: [{}] }),
    setParameters: async () => undefined,
  };

  constructor(kind: string, level: () => number) {
    this.receiver = {
      track: new FakeTrack(kind, `remote-${kind}`),
      getSynchronizationSources: () => [{ audioLevel: level() }],
    };
  }
}

class FakeChannel {
  readyState = 'connecting';
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }
}

let descriptions = 0;

export class FakePc {
  signalingState = 'stable';
  connectionState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: { candidate: RTCIceCandidate | null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  closed = false;
  restarts = 0;
  level = 0;
  readonly candidates: RTCIceCandidateInit[] = [];
  readonly transceivers: FakeTransceiver[] = [];
  readonly channel = new FakeChannel();
  private needed = false;

  asPc(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  addTransceiver(kind: string): void {
    this.transceivers.push(new FakeTransceiver(kind, () => this.level));
    this.need();
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  createDataChannel(): FakeChannel {
    this.need();
    return this.channel;
  }

  restartIce(): void {
    this.restarts += 1;
    this.need();
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    descriptions += 1;
    this.localDescription = { type, sdp: `${type} ${descriptions}` };
    this.signalingState = type === 'offer' ? 'have-local-offer' : 'stable';
    this.needed = false;
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await Promise.resolve();
    if (description.type === 'answer' && this.signalingState !== 'have-local-offer') {
      throw new Error('an answer to nothing');
    }
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    if (description.type === 'offer' && this.transceivers.length === 0) {
      for (const kind of ['audio', 'video', 'video']) {
        this.transceivers.push(new FakeTransceiver(kind, () => this.level));
      }
    }
    if (this.signalingState === 'stable' && this.needed) this.need();
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await Promise.resolve();
    if (this.remoteDescription === null) throw new Error('a candidate without a description');
    this.candidates.push(candidate);
  }

  async getStats(): Promise<Map<string, object>> {
    return new Map();
  }

  close(): void {
    this.closed = true;
  }

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  private need(): void {
    this.needed = true;
    queueMicrotask(() => {
      if (this.needed && this.signalingState === 'stable' && !this.closed) {
        this.onnegotiationneeded?.();
      }
    });
  }
}

// Lets what hangs on promises run to its end.
export async function calm(): Promise<void> {
  for (let i = 0; i < 60; i += 1) await Promise.resolve();
}
