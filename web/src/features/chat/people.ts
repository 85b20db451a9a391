import type { Person } from '@/lib/message';
import { Store } from '@/lib/store';

// Who is in a room. `known` is false until the first snapshot; `stale` while the line is down.
// Above the server's bound only the count is told.
export interface Here {
  known: boolean;
  stale: boolean;
  people: Person[];
  count: number;
}

export class People {
  readonly here = new Store<Here>({ known: false, stale: false, people: [], count: 0 });
  private snapshotDue = true;

  // The next presence frame is the whole, not a difference.
  joined(): void {
    this.snapshotDue = true;
  }

  cut(): void {
    this.here.patch({ stale: true });
  }

  changed(joined: Person[], left: string[], count: number): void {
    const before = this.snapshotDue ? [] : this.here.get().people;
    this.snapshotDue = false;
    const byId = new Map(before.map((person) => [person.id, person]));
    for (const id of left) byId.delete(id);
    for (const person of joined) byId.set(person.id, person);
    const people = [...byId.values()].sort((a, b) => a.name.localeCompare(b.name));
    this.here.set({ known: true, stale: false, people, count });
  }
}
