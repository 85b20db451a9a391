import { useSyncExternalStore } from 'react';
import type { Readable } from '@/lib/store';

// Draws again whenever the store's value changes.
export function useStore<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
