import { useEffect } from 'react';
import { CallBar } from '@/features/calls/CallBar';
import { CallScreen } from '@/features/calls/CallScreen';
import { Sounds } from '@/features/calls/Sound';
import type { Chat } from '@/features/chat/chat';
import type { Route } from '@/lib/route';
import { texts } from '@/lib/texts';
import { useStore } from '@/ui/use_store';
import type { Calling, CallRoute } from './calling';
import { makeCall } from './make_call';

interface Props {
  calling: Calling;
  chat: Chat;
  // Null: the reader is elsewhere, and the call goes on beside.
  route: CallRoute | null;
  go: (route: Route, replace?: boolean) => void;
}

// All of the client that a call needs, loaded when there is one.
export default function CallPlace({ calling, chat, route, go }: Props) {
  const call = useStore(calling.current);
  useStore(chat.rooms);
  useEffect(() => {
    if (route !== null) calling.open(route, makeCall);
    else calling.step();
  }, [calling, route]);
  if (call === null) return null;
  const ringee = call.parts.ringee;
  const name = ringee === null ? null
    : ringee.kind === 'room' ? chat.roomName(ringee.id) : chat.personName(ringee.id);
  return (
    <>
      <Sounds call={call} />
      {route === null ? <CallBar call={call} />
        : calling.fits(route)
          ? <CallScreen call={call} ringeeName={name}
              nameOf={(userId) => chat.personName(userId) ?? texts.call.somebody}
              back={() => go({ at: 'rooms' })} startAnew={() => go({ at: 'new-call', ring: null })} />
          : null}
    </>
  );
}
