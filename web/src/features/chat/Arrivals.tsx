import { texts } from '@/lib/texts';
import { Hidden } from '@/ui/Hidden';
import { useStore } from '@/ui/use_store';
import type { Conversation } from './conversation';

// New messages for those who listen. The list itself is no live region: scrolling up in it would
// read out the past.
export function Arrivals({ conversation }: { conversation: Conversation }) {
  const arrivals = useStore(conversation.arrivals);
  return (
    <Hidden>
      <span role="log" aria-live="polite" aria-label={texts.chat.arriving}>
        {arrivals.map(({ id, name, content }) => (
          <span key={id}>{texts.chat.said(name, content)} </span>
        ))}
      </span>
    </Hidden>
  );
}
