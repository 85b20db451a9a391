import type { Ref } from 'react';
import { Icon, type IconName } from '@/ui/Icon';
import styles from './Toggle.module.css';

interface Props {
  icon: IconName;
  label: string;
  // `off` is crossed out and red, `active` is lit.
  look?: 'on' | 'off' | 'active' | 'danger';
  trouble?: boolean;
  onClick: () => void;
  ref?: Ref<HTMLButtonElement>;
  expanded?: boolean;
}

// A round button of the call: large enough for a thumb, with its name on hover.
export function Toggle({ icon, label, look = 'on', trouble = false, expanded, ...rest }: Props) {
  return (
    <button type="button" className={`${styles.toggle} ${styles[look]}`} aria-label={label}
      title={label} aria-expanded={expanded} {...rest}>
      <Icon name={icon} />
      {trouble ? <span className={styles.trouble} aria-hidden="true">!</span> : null}
    </button>
  );
}
