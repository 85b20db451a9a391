import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import styles from './Field.module.css';
import { Icon } from './Icon';

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  after?: ReactNode;
}

// A labelled input with the sentence that helps and the sentence that says what is wrong.
export function Field({ label, hint, error, after, ...input }: Props) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].join(' ').trim();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.box}>
        <input id={id} aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined} {...input} />
        {after}
      </div>
      {hint ? <div id={`${id}-hint`} className={styles.hint}>{hint}</div> : null}
      {error
        ? <p id={`${id}-error`} className={styles.error}><Icon name="alert" small />{error}</p>
        : null}
    </div>
  );
}
