import type { KeyValue } from '@/lib/key_value';

// What was being written in each room, kept over room changes and reloads.
export class Drafts {
  private readonly kept: KeyValue;
  private readonly prefix: string;

  constructor(kept: KeyValue, userId: string) {
    this.kept = kept;
    this.prefix = `switchboard.draft.${userId}.`;
  }

  read(roomId: string): string {
    return this.kept.read(this.prefix + roomId) ?? '';
  }

  write(roomId: string, text: string): void {
    this.kept.write(this.prefix + roomId, text === '' ? null : text);
  }
}
