import { Call } from '@/features/calls/call';
import { Media } from '@/features/calls/media';
import { Mesh } from '@/features/calls/mesh';
import { Outgoing } from '@/features/calls/outgoing';
import { Seats } from '@/features/calls/seats';
import { Signaling } from '@/features/calls/signaling';
import { Watch } from '@/features/calls/watch';
import type { Ring } from '@/api/calls';
import { memoryKeyValue, type KeyValue } from '@/lib/key_value';
import type { Ringee } from '@/lib/ring';
import { FakeDevices } from './fake_devices';
import { FakePc, calm } from './fake_rtc';
import { FakeServer } from './fake_server';
import { HandClock, settled } from './hand_clock';

interface Given {
  roomId?: number | null;
  ringee?: Ringee | null;
  keptForTab?: KeyValue;
}

// A whole call against a fake server, at a clock moved by hand.
export class CallRoom {
  readonly clock = new HandClock();
  readonly server = new FakeServer();
  readonly devices = new FakeDevices();
  readonly pcs: FakePc[] = [];
  readonly rings: [number, Ringee][] = [];
  readonly cancelled: string[] = [];
  readonly call: Call;
  loudness = 0;
  ring: () => Promise<Ring> = async () => ({ ringId: 'r1', expiresIn: 30, callees: [] });

  constructor({ roomId = 7, ringee = null, keptForTab = memoryKeyValue() }: Given = {}) {
    const { clock } = this;
    const seats = new Seats(keptForTab, clock);
    const signaling = new Signaling({
      ticket: async () => 'ticket', open: (_, listener) => this.server.open(listener),
      seats, clock, random: () => 0.5,
    });
    const mesh = new Mesh({
      connect: () => {
        const pc = new FakePc();
        this.pcs.push(pc);
        return pc.asPc();
      },
      describe: (to, session, description) => signaling.describe(to, session, description),
      suggest: (to, session, candidate) => signaling.suggest(to, session, candidate),
      clock, makeId: () => `s${this.pcs.length}`,
    });
    const outgoing = new Outgoing({
      ring: (id, whom) => {
        this.rings.push([id, whom]);
        return this.ring();
      },
      cancel: async (ringId) => void this.cancelled.push(ringId),
      clock,
    });
    const read = () => this.loudness;
    this.call = new Call({
      me: { id: 'me', username: 'me', name: 'My Self' }, roomId, ringee, mesh, signaling, outgoing,
      seats, clock, media: new Media({ devices: this.devices.asDevices(), kept: memoryKeyValue() }),
      loudness: { read, listenTo: () => undefined, close: () => undefined },
      watch: new Watch(mesh, clock, read),
    });
  }

  get phase(): string {
    return this.call.phase.get().at;
  }

  get names(): string[] {
    return this.call.parts.mesh.members.get().map(({ name }) => name);
  }

  get said(): string[] {
    return this.call.news.get().map(({ text }) => text);
  }

  async dial(): Promise<void> {
    await settled();
    this.server.socket.dial();
  }

  // The server lets us in; `peers` are those who are there.
  async admit(peers: [number, string][] = [], host = 1): Promise<void> {
    await this.dial();
    this.server.socket.say({ msg_type: 6, payload: {
      room_id: 7, host, seat: 'seat', clients: [9, ...peers.map(([id]) => id)],
      peers: peers.map(([id, name]) => ({ id, user_id: `u${id}`, name, polite: true })),
    } });
    await calm();
  }

  arrive(id: number, name: string): void {
    this.server.socket.say({ msg_type: 16, from: id, payload: {
      room_id: 7, id, user_id: `u${id}`, name, polite: false, resumed: false,
    } });
  }

  depart(id: number, host: number): void {
    this.server.socket.say({ msg_type: 4, from: id, payload: { room_id: 7, host } });
  }
}
