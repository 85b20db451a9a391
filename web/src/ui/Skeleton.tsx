import styles from './Skeleton.module.css';

const widths = ['long', 'short', 'middle', 'long', 'middle', 'short', 'long', 'middle'] as const;

// The shape of what is loading. Heard once, as a status; seen as grey bars of the final size.
export function Skeleton({ kind, rows, label }: {
  kind: 'message' | 'line'; rows: number; label: string;
}) {
  return (
    <div role="status" aria-label={label} className={styles.list}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={styles[kind]}>
          {kind === 'message' ? <span className={styles.avatar} /> : null}
          <span className={styles.bars}>
            {kind === 'message' ? <span className={styles.name} /> : null}
            <span className={styles[widths[i % widths.length] ?? 'long']} />
          </span>
        </div>
      ))}
    </div>
  );
}
