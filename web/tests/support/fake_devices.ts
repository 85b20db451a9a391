import { FakeTrack } from './fake_rtc';

// A machine's camera and microphone, and a person who allows them or does not.
export class FakeDevices {
  readonly asked: MediaStreamConstraints[] = [];
  readonly tracks: FakeTrack[] = [];
  refusals: Partial<Record<'audio' | 'video', string>> = {};
  held: (() => void)[] | null = null;
  private listener: (() => void) | null = null;

  asDevices(): MediaDevices {
    return this as unknown as MediaDevices;
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    const { held } = this;
    if (held !== null) await new Promise<void>((resolve) => held.push(resolve));
    const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind]);
    for (const kind of kinds) {
      const refusal = this.refusals[kind];
      if (refusal !== undefined) throw new DOMException('', refusal);
    }
    return this.stream(kinds.map((kind) => {
      const wanted = constraints[kind] as { deviceId?: { ideal: string } };
      return new FakeTrack(kind, wanted.deviceId?.ideal ?? `${kind} 1`);
    }));
  }

  async getDisplayMedia(): Promise<MediaStream> {
    if (this.refusals.video !== undefined) throw new DOMException('', this.refusals.video);
    return this.stream([new FakeTrack('video', 'screen')]);
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return [
      { kind: 'audioinput', deviceId: 'audio 1', label: 'Headset' },
      { kind: 'audioinput', deviceId: 'audio 2', label: 'Table' },
      { kind: 'videoinput', deviceId: 'video 1', label: 'Lid' },
      { kind: 'audiooutput', deviceId: 'out', label: 'Box' },
    ] as MediaDeviceInfo[];
  }

  addEventListener(_: string, listener: () => void): void {
    this.listener = listener;
  }

  removeEventListener(): void {
    this.listener = null;
  }

  plug(): void {
    this.listener?.();
  }

  private stream(tracks: FakeTrack[]): MediaStream {
    this.tracks.push(...tracks);
    return {
      getTracks: () => tracks, getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
    } as unknown as MediaStream;
  }
}
