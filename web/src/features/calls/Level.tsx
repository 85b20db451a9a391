import { useEffect, useRef } from 'react';
import { texts } from '@/lib/texts';
import styles from './Level.module.css';

const BARS = 12;
const FULL = 0.25;

// How loud the microphone is, as bars. Drawn at the display's own pace, past React.
export function Level({ read }: { read: () => number }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bars = [...(element.current?.children ?? [])];
    let shown = 0;
    let frame = requestAnimationFrame(draw);
    function draw() {
      shown = Math.max(Math.sqrt(Math.min(1, read() / FULL)), shown * 0.88);
      const lit = Math.round(shown * BARS);
      bars.forEach((bar, i) => bar.toggleAttribute('data-lit', i < lit));
      frame = requestAnimationFrame(draw);
    }
    return () => cancelAnimationFrame(frame);
  }, [read]);
  return (
    <div ref={element} className={styles.level} role="img" aria-label={texts.call.level}>
      {Array.from({ length: BARS }, (_, i) => <span key={i} />)}
    </div>
  );
}
