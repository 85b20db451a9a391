import type { KeyValue } from '@/lib/key_value';
import { Store } from '@/lib/store';

const KEY = 'switchboard.panel';

// Whether the side panel stands beside the conversation; it does until somebody closes it.
export class Panel {
  readonly shown: Store<boolean>;
  private readonly kept: KeyValue;

  constructor(kept: KeyValue) {
    this.kept = kept;
    this.shown = new Store(kept.read(KEY) !== 'closed');
  }

  choose(shown: boolean): void {
    this.kept.write(KEY, shown ? null : 'closed');
    this.shown.set(shown);
  }
}
