// What the client speaks about. Times are milliseconds since 1970.
export interface Person {
  id: string;
  username: string;
  name: string;
}

export interface Room {
  id: string;
  name: string;
}

// `seq` is the message's place in its room's stream. `clientId` is set on messages that this
// client sent, so that a row keeps its identity when "sending" becomes "sent".
export interface Message {
  id: string;
  seq: number;
  roomId: string;
  senderId: string;
  senderName: string;
  content: string | null;
  createdAt: number;
  edited?: boolean;
  clientId?: string;
}

export const CONTENT_BYTES_MAX = 4096;

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
