// What rings, in the words that chat, calls and the line between them share.

// Whom a new call rings: everybody in a chat room, or one person.
export interface Ringee {
  kind: 'room' | 'person';
  id: string;
}

// To a callee's devices: ringing, then one of answered_elsewhere, declined_elsewhere, cancelled and
// missed. To the caller's: accepted, declined, missed or busy, with the callee's `userId`.
export const RING_WORDS = [
  'ringing', 'answered_elsewhere', 'declined_elsewhere', 'cancelled',
  'accepted', 'declined', 'missed', 'busy',
] as const;

export interface RingEvent {
  event: (typeof RING_WORDS)[number];
  ringId: string;
  roomId: number;
  from: { id: string; name: string };
  chatRoomId: string | null;
  userId: string | null;
  expiresIn: number | null;
}
