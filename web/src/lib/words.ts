// Numbers and names as parts of sentences.
const plural = new Intl.PluralRules('en');
const list = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });

export function count(n: number, one: string, other: string): string {
  return `${n.toLocaleString()} ${plural.select(n) === 'one' ? one : other}`;
}

export function some(names: string[]): string {
  if (names.length <= 3) return list.format(names);
  return list.format([...names.slice(0, 2), count(names.length - 2, 'other', 'others')]);
}
