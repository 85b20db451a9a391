import { Call } from '@/features/calls/call';
import { Loudness } from '@/features/calls/loudness';
import { Media } from '@/features/calls/media';
import { Mesh } from '@/features/calls/mesh';
import { Outgoing } from '@/features/calls/outgoing';
import { Seats } from '@/features/calls/seats';
import { Signaling } from '@/features/calls/signaling';
import { Watch } from '@/features/calls/watch';
import { openBrowserSocket } from '@/realtime/browser';
import type { MakeCall } from './calling';

// What a call is made of, put together.
export const makeCall: MakeCall = (parts, route) => {
  const { api, me, clock, kept, keptForTab, makeId } = parts;
  const seats = new Seats(keptForTab, clock);
  const signaling = new Signaling({
    ticket: () => api.ticket(),
    open: (ticket, listener) =>
      openBrowserSocket(`/ws?extended=1&ticket=${encodeURIComponent(ticket)}`, listener),
    seats, clock, random: Math.random,
  });
  const mesh = new Mesh({
    connect: (iceServers) => new RTCPeerConnection({ iceServers }),
    describe: (to, session, description) => signaling.describe(to, session, description),
    suggest: (to, session, candidate) => signaling.suggest(to, session, candidate),
    clock, makeId,
  });
  const outgoing = new Outgoing({
    ring: (roomId, ringee) => api.ring(roomId, ringee), cancel: (ringId) => api.cancel(ringId),
    clock,
  });
  const loudness = new Loudness();
  return new Call({
    me, signaling, mesh, outgoing, loudness, seats, clock,
    roomId: route.at === 'call' ? route.callId : null,
    ringee: route.at === 'new-call' ? route.ring : null,
    media: new Media({ devices: navigator.mediaDevices, kept }),
    watch: new Watch(mesh, clock, loudness.read),
  });
};
