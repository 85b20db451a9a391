import type { ReactNode } from 'react';
import styles from './Hidden.module.css';

// For those who listen instead of look.
export function Hidden({ children }: { children: ReactNode }) {
  return <span className={styles.hidden}>{children}</span>;
}
