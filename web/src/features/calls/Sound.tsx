import { useEffect, useMemo, useRef } from 'react';
import type { Call } from './call';
import { useStore } from '@/ui/use_store';

// The voices of a call. They stand apart from the pictures, so that they go on while the reader
// looks at something else.
export function Sounds({ call }: { call: Call }) {
  const members = useStore(call.parts.mesh.members);
  return members.map(({ id, tracks }) => tracks.sound === null ? null
    : <Sound key={id} track={tracks.sound} blocked={call.soundBlocked} />);
}

function Sound({ track, blocked }: {
  track: MediaStreamTrack; blocked: Call['soundBlocked'];
}) {
  const element = useRef<HTMLAudioElement>(null);
  const stream = useMemo(() => new MediaStream([track]), [track]);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return undefined;
    audio.srcObject = stream;
    const play = () => audio.play().catch((reason: unknown) => {
      const refused = reason instanceof DOMException && reason.name === 'NotAllowedError';
      if (refused) blocked.set(true);
    });
    void play();
    const unlisten = blocked.subscribe(() => {
      if (!blocked.get()) void play();
    });
    return () => {
      unlisten();
      audio.srcObject = null;
    };
  }, [stream, blocked]);
  return <audio ref={element} />;
}
