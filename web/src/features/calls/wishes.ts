import type { KeyValue } from '@/lib/key_value';

export type Kind = 'microphone' | 'camera';

interface Wish {
  on: boolean;
  deviceId: string | null;
}

export type Wishes = Record<Kind, Wish>;

const KEY = 'switchboard.media';

// How somebody came to the last call, and with what: so they come to the next one.
export function readWishes(kept: KeyValue): Wishes {
  let wishes: Partial<Record<Kind, Partial<Wish>>>;
  try {
    wishes = JSON.parse(kept.read(KEY) ?? '{}') as typeof wishes;
  } catch {
    wishes = {};
  }
  const wish = (kind: Kind): Wish => {
    const { on, deviceId } = wishes[kind] ?? {};
    return { on: on !== false, deviceId: typeof deviceId === 'string' ? deviceId : null };
  };
  return { microphone: wish('microphone'), camera: wish('camera') };
}

export function writeWishes(kept: KeyValue, { microphone, camera }: Wishes): void {
  const wish = ({ on, deviceId }: Wish): Wish => ({ on, deviceId });
  kept.write(KEY, JSON.stringify({ microphone: wish(microphone), camera: wish(camera) }));
}
