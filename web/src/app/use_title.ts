import { useEffect } from 'react';
import type { Chat } from '@/features/chat/chat';
import type { Route } from '@/lib/route';
import { texts } from '@/lib/texts';
import { useStore } from '@/ui/use_store';
import type { Calling } from './calling';
import icon from './icon.svg';
import iconUnread from './icon_unread.svg';

// The tab tells who calls and what is unread, in its title and in its icon.
export function useTitle(chat: Chat, calling: Calling, route: Route): void {
  const unread = useStore(chat.unread);
  const rooms = useStore(chat.rooms);
  const roomId = route.at === 'room' ? route.roomId : null;
  const name = rooms.state === 'ready' ? rooms.rooms.find(({ id }) => id === roomId)?.name : null;

  const caller = useStore(calling.ringing.incoming)[0]?.from.name ?? null;

  useEffect(() => {
    const room = name ? `${name} · ${texts.product}` : texts.product;
    const place = caller === null ? room : texts.ring.calls(caller);
    document.title = unread > 0 ? `(${unread}) ${place}` : place;
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (link !== null) link.href = unread > 0 ? iconUnread : icon;
  }, [unread, name, caller]);
  useEffect(() => () => {
    document.title = texts.product;
  }, []);
}
