// What two people in a call exchange beside the negotiation: three tracks each way, always in this
// order, and a few words about them over a data channel of a known number.

export interface Tracks {
  sound: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
}

export const NO_TRACKS: Tracks = { sound: null, camera: null, screen: null };

export interface Words {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

export const STATE_CHANNEL = { label: 'state', options: { negotiated: true, id: 0 } } as const;

const WORDS_LENGTH_MAX = 1024;

export function decodeWords(text: unknown): Words | null {
  if (typeof text !== 'string' || text.length > WORDS_LENGTH_MAX) return null;
  try {
    const wire = (JSON.parse(text) ?? {}) as Partial<Words>;
    return {
      microphone: wire.microphone === true, camera: wire.camera === true,
      screen: wire.screen === true,
    };
  } catch {
    return null;
  }
}

export interface Lines {
  sound: RTCRtpTransceiver | null;
  camera: RTCRtpTransceiver | null;
  screen: RTCRtpTransceiver | null;
}

// By kind and order: a client of another make may have fewer.
export function linesOf(transceivers: RTCRtpTransceiver[]): Lines {
  const kind = (wanted: string) =>
    transceivers.filter(({ receiver }) => receiver.track.kind === wanted);
  const [camera = null, screen = null] = kind('video');
  return { sound: kind('audio')[0] ?? null, camera, screen };
}

export interface Budget {
  bitrate: number;
  shrink: number;
}

// What one picture may cost, so that a mesh of six fits through a home's uplink.
export function cameraBudget(peers: number): Budget {
  if (peers <= 1) return { bitrate: 1_500_000, shrink: 1 };
  if (peers === 2) return { bitrate: 900_000, shrink: 1 };
  if (peers === 3) return { bitrate: 600_000, shrink: 1.5 };
  return { bitrate: 350_000, shrink: 2 };
}

// Where the browser refuses the numbers, it goes on by its own.
export async function applyBudget(sender: RTCRtpSender, budget: Budget): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings ?? [];
  if (encoding === undefined || encoding.maxBitrate === budget.bitrate) return;
  encoding.maxBitrate = budget.bitrate;
  encoding.scaleResolutionDownBy = budget.shrink;
  await sender.setParameters(parameters).catch(() => undefined);
}
