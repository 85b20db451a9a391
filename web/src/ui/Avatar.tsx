import { hueOf, initials } from '@/lib/format';
import styles from './Avatar.module.css';

interface Props {
  id: string;
  name: string;
  small?: boolean;
  large?: boolean;
}

// A person's mark: initials on a colour that stays theirs. The name stands beside it, always.
export function Avatar({ id, name, small = false, large = false }: Props) {
  const hue = styles[`hue${hueOf(id)}`] ?? '';
  const size = small ? styles.small : large ? styles.large : '';
  return (
    <span className={`${styles.avatar} ${size} ${hue}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
