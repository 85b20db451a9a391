import type { Clock } from '@/lib/clock';

export interface IceFailure {
  code: number;
  text: string;
}

export interface Gathered {
  found: boolean;
  failures: IceFailure[];
  ms: number;
}

export interface ProbeParts {
  connect: (configuration: RTCConfiguration) => RTCPeerConnection;
  clock: Clock;
}

const GATHER_WITHIN_MS = 12_000;
const PASS_WITHIN_MS = 10_000;
const FAILURES_MAX = 20;

// Whether one server gives an address: a reflexive one (STUN), or one on the relay (TURN). A
// reflexive address that is the machine's own is told by nobody; then it counts that the gathering
// ended and no server was out of reach.
export async function gather(
  { connect, clock }: ProbeParts, server: RTCIceServer, relay: boolean,
): Promise<Gathered> {
  const started = clock.now();
  const pc = connect({ iceServers: [server], iceTransportPolicy: relay ? 'relay' : 'all' });
  const failures: IceFailure[] = [];
  try {
    pc.createDataChannel('probe');
    const found = new Promise<boolean>((resolve) => {
      clock.after(GATHER_WITHIN_MS, () => resolve(false));
      pc.onicecandidateerror = ({ errorCode: code, errorText: text }) => {
        if (failures.length < FAILURES_MAX) failures.push({ code, text });
      };
      pc.onicecandidate = ({ candidate }) => {
        if (candidate === null) resolve(!relay && failures.length === 0);
        else if (candidate.type === (relay ? 'relay' : 'srflx')) resolve(true);
      };
    });
    await pc.setLocalDescription();
    return { found: await found, failures, ms: clock.now() - started };
  } finally {
    pc.onicecandidate = pc.onicecandidateerror = null;
    pc.close();
  }
}

// Whether something gets through from one relay address to another: what a call would do.
export async function pass({ connect, clock }: ProbeParts, server: RTCIceServer): Promise<boolean> {
  const configuration: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' };
  const [here, there] = [connect(configuration), connect(configuration)];
  try {
    introduce(here, there);
    introduce(there, here);
    const channel = here.createDataChannel('probe');
    const passed = new Promise<boolean>((resolve) => {
      clock.after(PASS_WITHIN_MS, () => resolve(false));
      channel.onopen = () => channel.send('?');
      there.ondatachannel = ({ channel: other }) => {
        other.onmessage = () => resolve(true);
      };
    });
    await here.setLocalDescription();
    await there.setRemoteDescription(required(here.localDescription));
    await there.setLocalDescription();
    await here.setRemoteDescription(required(there.localDescription));
    return await passed;
  } catch {
    return false;
  } finally {
    here.close();
    there.close();
  }
}

// Candidates that come before the description wait for it.
function introduce(from: RTCPeerConnection, to: RTCPeerConnection): void {
  const early: RTCIceCandidate[] = [];
  const add = (candidate: RTCIceCandidate) => void to.addIceCandidate(candidate).catch(() => 0);
  from.onicecandidate = ({ candidate }) => {
    if (candidate === null) return;
    if (to.remoteDescription === null) early.push(candidate);
    else add(candidate);
  };
  to.addEventListener('signalingstatechange', () => {
    if (to.remoteDescription !== null) early.splice(0).forEach(add);
  });
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error('no description');
  return value;
}
