import { useEffect, useMemo, useRef } from 'react';
import styles from './Video.module.css';

interface Props {
  track: MediaStreamTrack;
  mirrored?: boolean;
  whole?: boolean;
}

// A picture, without its sound. `whole`: nothing of it may be cut off.
export function Video({ track, mirrored = false, whole = false }: Props) {
  const element = useRef<HTMLVideoElement>(null);
  const stream = useMemo(() => new MediaStream([track]), [track]);
  useEffect(() => {
    const video = element.current;
    if (video === null) return undefined;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream]);
  const look = `${styles.video} ${mirrored ? styles.mirrored : ''} ${whole ? styles.whole : ''}`;
  return <video ref={element} className={look} autoPlay playsInline muted aria-hidden="true" />;
}
