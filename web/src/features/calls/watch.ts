import type { Clock } from '@/lib/clock';
import { Store } from '@/lib/store';
import type { Mesh } from './mesh';
import { countOf, qualityOf, type Counted, type Quality } from './quality';

export interface Line {
  quality: Quality;
  roundTripMs: number | null;
  relayed: boolean;
}

const LISTEN_EVERY_MS = 150;
const COUNT_EVERY_MS = 2_000;
const LOUD = 0.02;
// A breath between two words is no silence.
const SPEAKS_FOR_MS = 700;

// Looks at the lines while a call goes on: who speaks, and how good each line is. One's own voice
// has the id 0 here, because peers never do.
export class Watch {
  readonly speaking = new Store<ReadonlySet<number>>(new Set());
  readonly lines = new Store<ReadonlyMap<number, Line>>(new Map());

  private readonly mesh: Mesh;
  private readonly clock: Clock;
  private readonly ownLoudness: () => number;
  private readonly heardAt = new Map<number, number>();
  private counted = new Map<number, Counted>();
  private cancels: (() => void)[] = [];

  constructor(mesh: Mesh, clock: Clock, ownLoudness: () => number) {
    this.mesh = mesh;
    this.clock = clock;
    this.ownLoudness = ownLoudness;
  }

  start(): void {
    this.stop();
    this.cancels = [
      repeat(this.clock, LISTEN_EVERY_MS, () => this.listen()),
      repeat(this.clock, COUNT_EVERY_MS, () => void this.count()),
    ];
  }

  stop(): void {
    for (const cancel of this.cancels.splice(0)) cancel();
    this.heardAt.clear();
    this.counted.clear();
    this.speaking.set(new Set());
    this.lines.set(new Map());
  }

  private listen(): void {
    const now = this.clock.now();
    if (this.ownLoudness() > LOUD) this.heardAt.set(0, now);
    const peers = this.mesh.peers();
    for (const [id, peer] of peers) if (peer.loudness() > LOUD) this.heardAt.set(id, now);
    const here = new Set([0, ...peers.map(([id]) => id)]);
    const speaking = [...this.heardAt]
      .filter(([id, at]) => here.has(id) && now - at < SPEAKS_FOR_MS).map(([id]) => id);
    const before = this.speaking.get();
    const same = speaking.length === before.size && speaking.every((id) => before.has(id));
    if (!same) this.speaking.set(new Set(speaking));
  }

  private async count(): Promise<void> {
    const counted = new Map<number, Counted>();
    const lines = new Map<number, Line>();
    for (const [id, peer] of this.mesh.peers()) {
      const report = await peer.stats();
      if (report === null) continue;
      const now = countOf(report.values());
      counted.set(id, now);
      const quality = qualityOf(this.counted.get(id) ?? null, now);
      lines.set(id, { quality, roundTripMs: now.roundTripMs, relayed: now.relayed });
    }
    if (this.cancels.length === 0) return;
    this.counted = counted;
    this.lines.set(lines);
  }
}

function repeat(clock: Clock, everyMs: number, action: () => void): () => void {
  let cancel = clock.after(everyMs, again);
  function again() {
    cancel = clock.after(everyMs, again);
    action();
  }
  return () => cancel();
}
