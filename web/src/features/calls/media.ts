import type { KeyValue } from '@/lib/key_value';
import { Store } from '@/lib/store';
import { readWishes, writeWishes, type Kind } from './wishes';

export type { Kind } from './wishes';

// Why there is no picture or no sound, where one was wanted.
export type MediaTrouble = 'denied' | 'missing' | 'busy' | 'insecure' | 'lost' | 'failed';

// A muted microphone keeps its track, so that it is back at once; a camera that is off is closed,
// so that its light is off too.
export interface Sensor {
  on: boolean;
  starting: boolean;
  trouble: MediaTrouble | null;
  deviceId: string | null;
  track: MediaStreamTrack | null;
}

export interface MediaState {
  microphone: Sensor;
  camera: Sensor;
  screen: MediaStreamTrack | null;
  devices: Record<Kind, { id: string; label: string }[]>;
}

type Devices = Pick<MediaDevices,
  'getUserMedia' | 'getDisplayMedia' | 'enumerateDevices' | 'addEventListener'
  | 'removeEventListener'>;

export interface MediaParts {
  // Pages that are neither local nor under TLS have none.
  devices: Devices | undefined;
  kept: KeyValue;
}

const inputs: Record<Kind, MediaDeviceKind> = { microphone: 'audioinput', camera: 'videoinput' };

// One's own microphone, camera and screen. What is asked for while something is on its way wins
// over it: each start has a number, and a late answer is closed.
export class Media {
  readonly state: Store<MediaState>;

  private readonly parts: MediaParts;
  private readonly starts: Record<Kind, number> = { microphone: 0, camera: 0 };

  constructor(parts: MediaParts) {
    this.parts = parts;
    const wishes = readWishes(parts.kept);
    const sensor = (kind: Kind): Sensor => ({
      on: wishes[kind].on, starting: false, trouble: null, deviceId: wishes[kind].deviceId,
      track: null,
    });
    this.state = new Store<MediaState>({
      microphone: sensor('microphone'), camera: sensor('camera'), screen: null,
      devices: { microphone: [], camera: [] },
    });
  }

  // Both at once, so that the browser asks once; each for itself when that fails.
  async open(): Promise<void> {
    this.parts.devices?.addEventListener('devicechange', this.list);
    const { microphone, camera } = this.state.get();
    const missing: Kind[] = microphone.track === null ? ['microphone'] : [];
    if (camera.on && camera.track === null) missing.push('camera');
    if (missing.length > 0 && !(await this.start(missing)) && missing.length > 1) {
      for (const kind of missing) await this.start([kind]);
    }
    await this.list();
  }

  close(): void {
    this.parts.devices?.removeEventListener('devicechange', this.list);
    for (const kind of ['microphone', 'camera'] as const) {
      this.starts[kind] += 1;
      this.drop(kind);
      this.change(kind, { starting: false });
    }
    this.stopSharing();
  }

  async turn(kind: Kind, on: boolean): Promise<void> {
    this.change(kind, { on, ...(on ? {} : { starting: false }) });
    this.keep();
    const { track } = this.state.get()[kind];
    if (kind === 'microphone' && track !== null) track.enabled = on;
    else if (on && track === null) await this.start([kind]);
    else if (!on && kind === 'camera') {
      this.starts.camera += 1;
      this.drop('camera');
    }
    if (on) await this.list();
  }

  async choose(kind: Kind, deviceId: string): Promise<void> {
    this.change(kind, { deviceId });
    this.keep();
    if (kind === 'microphone' || this.state.get().camera.on) {
      this.drop(kind);
      await this.start([kind]);
    }
  }

  // False when the person thought better of it, or the browser cannot.
  async share(): Promise<boolean> {
    try {
      const stream = await this.parts.devices?.getDisplayMedia({
        video: { frameRate: { max: 15 } }, audio: false,
      });
      const [track] = stream?.getVideoTracks() ?? [];
      if (track === undefined) return false;
      track.contentHint = 'detail';
      track.onended = () => this.stopSharing();
      this.stopSharing();
      this.state.patch({ screen: track });
      return true;
    } catch {
      return false;
    }
  }

  stopSharing(): void {
    this.state.get().screen?.stop();
    this.state.patch({ screen: null });
  }

  private async start(kinds: readonly Kind[]): Promise<boolean> {
    const numbers = kinds.map((kind) => (this.starts[kind] += 1));
    const current = (kind: Kind) => this.starts[kind] === numbers[kinds.indexOf(kind)];
    for (const kind of kinds) this.change(kind, { starting: true, trouble: null });
    try {
      if (this.parts.devices === undefined) throw new DOMException('', 'InsecureError');
      const stream = await this.parts.devices.getUserMedia(this.constraints(kinds));
      for (const track of stream.getTracks()) {
        const kind = track.kind === 'audio' ? 'microphone' : 'camera';
        if (current(kind)) this.opened(kind, track);
        else track.stop();
      }
      return true;
    } catch (reason) {
      for (const kind of kinds) {
        if (current(kind)) this.change(kind, { starting: false, trouble: troubleOf(reason) });
      }
      return false;
    }
  }

  private opened(kind: Kind, track: MediaStreamTrack): void {
    const { on } = this.state.get()[kind];
    track.enabled = kind === 'camera' || on;
    track.onended = () => {
      if (this.state.get()[kind].track !== track) return;
      this.change(kind, { track: null, trouble: 'lost' });
    };
    this.drop(kind);
    const deviceId = track.getSettings().deviceId ?? this.state.get()[kind].deviceId;
    this.change(kind, { starting: false, trouble: null, track, deviceId });
  }

  private constraints(kinds: readonly Kind[]): MediaStreamConstraints {
    const device = (kind: Kind) => {
      const { deviceId } = this.state.get()[kind];
      return deviceId === null ? {} : { deviceId: { ideal: deviceId } };
    };
    const constraints: MediaStreamConstraints = {};
    if (kinds.includes('microphone')) {
      constraints.audio = { ...device('microphone'), echoCancellation: true, noiseSuppression: true };
    }
    if (kinds.includes('camera')) {
      constraints.video = {
        ...device('camera'), width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 },
      };
    }
    return constraints;
  }

  private readonly list = async (): Promise<void> => {
    const all = await this.parts.devices?.enumerateDevices().catch(() => []) ?? [];
    const of = (kind: Kind) => all
      .filter((device) => device.kind === inputs[kind] && device.deviceId !== '')
      .map(({ deviceId: id, label }) => ({ id, label }));
    this.state.patch({ devices: { microphone: of('microphone'), camera: of('camera') } });
  };

  private drop(kind: Kind): void {
    const { track } = this.state.get()[kind];
    if (track === null) return;
    track.onended = null;
    track.stop();
    this.change(kind, { track: null });
  }

  private change(kind: Kind, part: Partial<Sensor>): void {
    this.state.patch({ [kind]: { ...this.state.get()[kind], ...part } });
  }

  private keep(): void {
    const { microphone, camera } = this.state.get();
    writeWishes(this.parts.kept, { microphone, camera });
  }
}

function troubleOf(reason: unknown): MediaTrouble {
  switch (reason instanceof Error || reason instanceof DOMException ? reason.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'InsecureError':
      return 'insecure';
    default:
      return 'failed';
  }
}
