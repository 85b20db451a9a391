// Times in the reader's zone and language, and the little marks that stand for a person.
const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const weekday = new Intl.DateTimeFormat(undefined, {
  weekday: 'long', day: 'numeric', month: 'long',
});
const withYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export function formatTime(at: number): string {
  return timeOfDay.format(at);
}

export function formatExact(at: number): string {
  return exact.format(at);
}

// How long ago: `now`, `5 minutes ago`, `yesterday`.
export function formatAgo(at: number, now: number): string {
  const seconds = Math.min(0, Math.round((at - now) / 1000));
  if (seconds > -60) return relative.format(0, 'second');
  if (seconds > -3600) return relative.format(Math.ceil(seconds / 60), 'minute');
  if (seconds > -86_400) return relative.format(Math.ceil(seconds / 3600), 'hour');
  return relative.format(Math.ceil(seconds / 86_400), 'day');
}

// Midnight of the day, in the reader's zone, that an instant belongs to.
export function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

export function formatDay(day: number, now: number): string {
  const distance = Math.round((day - dayOf(now)) / 86_400_000);
  if (distance === 0 || distance === -1) return capitalise(relative.format(distance, 'day'));
  const sameYear = new Date(day).getFullYear() === new Date(now).getFullYear();
  return capitalise((sameYear ? weekday : withYear).format(day));
}

// The time of day, and the day before it unless that is today.
export function formatMoment(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return formatTime(at);
  return `${formatDay(dayOf(at), now)}, ${formatTime(at)}`;
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

// Up to two first letters, whole characters and not halves of them.
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => word !== '');
  const first = words[0] ?? '?';
  const last = words.length > 1 ? (words[words.length - 1] ?? '') : '';
  return ([...first][0] ?? '?').toLocaleUpperCase() + ([...last][0] ?? '').toLocaleUpperCase();
}

export const HUES = 8;

// A colour that stays with a person: one of the palette's HUES, chosen by the id.
export function hueOf(id: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < id.length; i += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 16_777_619) >>> 0;
  }
  return (hash >>> 24) % HUES;
}

// 4:07, or 1:04:07.
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
