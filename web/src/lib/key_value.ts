// What is kept in the browser. Private windows and full disks refuse to keep things: then a value
// lives as long as the page, and nothing else breaks.
export interface KeyValue {
  read(key: string): string | null;
  write(key: string, value: string | null): void;
}

export function memoryKeyValue(): KeyValue {
  const values = new Map<string, string>();
  return {
    read: (key) => values.get(key) ?? null,
    write(key, value) {
      if (value === null) values.delete(key);
      else values.set(key, value);
    },
  };
}

export function browserKeyValue(storage: () => Storage): KeyValue {
  const spare = memoryKeyValue();
  return {
    read(key) {
      try {
        return storage().getItem(key);
      } catch {
        return spare.read(key);
      }
    },
    write(key, value) {
      try {
        if (value === null) storage().removeItem(key);
        else storage().setItem(key, value);
      } catch {
        spare.write(key, value);
      }
    },
  };
}
