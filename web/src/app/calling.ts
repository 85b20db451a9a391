import { CallsApi } from '@/api/calls';
import type { Call } from '@/features/calls/call';
import { Ringing } from '@/features/calls/ringing';
import type { Clock } from '@/lib/clock';
import type { KeyValue } from '@/lib/key_value';
import type { Person } from '@/lib/message';
import type { Ringee, RingEvent } from '@/lib/ring';
import { formatRoute, type Route } from '@/lib/route';
import { Store } from '@/lib/store';

export interface CallingParts {
  api: CallsApi;
  me: Person;
  clock: Clock;
  kept: KeyValue;
  keptForTab: KeyValue;
  makeId: () => string;
  go: (route: Route, replace?: boolean) => void;
}

export type CallRoute = Extract<Route, { at: 'call' | 'new-call' }>;
export type MakeCall = (parts: CallingParts, route: CallRoute) => Call;

// What rings, and the one call of this tab. What a call is made of is loaded when there is one.
export class Calling {
  readonly current = new Store<Call | null>(null);
  readonly ringing: Ringing;

  private readonly parts: CallingParts;
  private readonly accepted = new Set<number>();
  private opened = '';

  constructor(parts: CallingParts) {
    this.parts = parts;
    const { api, clock, kept, me } = parts;
    this.ringing = new Ringing({
      accept: (ringId) => api.accept(ringId), decline: (ringId) => api.decline(ringId),
      missed: () => api.missed(), enter: (roomId) => this.enter(roomId),
      clock, kept, userId: me.id,
    });
  }

  start(): () => void {
    const quiet = this.ringing.start();
    const pageLeaves = () => this.current.get()?.pageLeaves();
    const pageReturns = ({ persisted }: PageTransitionEvent) => {
      if (persisted) this.current.get()?.pageReturns();
    };
    const networkChanged = () => this.current.get()?.networkChanged();
    window.addEventListener('pagehide', pageLeaves);
    window.addEventListener('pageshow', pageReturns);
    window.addEventListener('online', networkChanged);
    return () => {
      window.removeEventListener('pagehide', pageLeaves);
      window.removeEventListener('pageshow', pageReturns);
      window.removeEventListener('online', networkChanged);
      quiet();
      this.close();
    };
  }

  rings(event: RingEvent): void {
    this.ringing.receive(event);
    this.current.get()?.parts.outgoing.receive(event);
  }

  // A new call, or one more into the call that goes on.
  call(ring: Ringee): void {
    const call = this.current.get();
    const place = call?.place.get();
    if (!call || place?.since == null || place.roomId === null) {
      return this.parts.go({ at: 'new-call', ring });
    }
    call.invite(ring);
    this.parts.go({ at: 'call', callId: place.roomId });
  }

  // The call of this address: the one that goes on, or another, which ends that one.
  open(route: CallRoute, make: MakeCall): void {
    if (this.fits(route)) return;
    this.close();
    const call = make(this.parts, route);
    this.opened = formatRoute(route);
    this.current.set(call);
    call.place.subscribe(() => this.named(call));
    call.open(route.at === 'call' && this.accepted.delete(route.callId));
  }

  fits(route: CallRoute): boolean {
    return this.current.get() !== null && this.opened === formatRoute(route);
  }

  // The reader goes elsewhere: a call goes on, a lobby does not.
  step(): void {
    if (this.current.get()?.place.get().since === null) this.close();
  }

  close(): void {
    this.current.get()?.close();
    this.current.set(null);
    this.opened = '';
  }

  private enter(roomId: number): void {
    this.accepted.add(roomId);
    this.parts.go({ at: 'call', callId: roomId });
  }

  // A new call has its number now: from here on its address is the one to send to others.
  private named(call: Call): void {
    const { roomId } = call.place.get();
    if (roomId === null || call !== this.current.get()) return;
    const before = this.opened;
    const route: Route = { at: 'call', callId: roomId };
    this.opened = formatRoute(route);
    if (window.location.hash === before && before !== this.opened) this.parts.go(route, true);
  }
}
