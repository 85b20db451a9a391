import styles from './Logo.module.css';

// Two sockets of a switchboard and the cord between them.
export function Logo({ large = false }: { large?: boolean }) {
  return (
    <svg className={large ? styles.large : styles.logo} viewBox="0 0 32 32" aria-hidden="true">
      <rect className={styles.ground} width="32" height="32" rx="9" />
      <path className={styles.cord} d="M21.5 10H14a3 3 0 0 0 0 6h4a3 3 0 0 1 0 6h-7.5" />
      <circle className={styles.plug} cx="22" cy="10" r="2.9" />
      <circle className={styles.plug} cx="10" cy="22" r="2.9" />
    </svg>
  );
}
