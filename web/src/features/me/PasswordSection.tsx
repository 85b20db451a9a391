import type { FormEvent } from 'react';
import { texts } from '@/lib/texts';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { useStore } from '@/ui/use_store';
import { Outcome } from './Outcome';
import styles from './MeScreen.module.css';
import type { PasswordForm } from './password_form';

export function PasswordSection({ form }: { form: PasswordForm }) {
  const { fields, errors, failure, phase } = useStore(form.state);
  const busy = phase === 'busy';

  function submit(event: FormEvent) {
    event.preventDefault();
    void form.submit();
  }

  return (
    <section className={styles.section} aria-labelledby="password">
      <h3 id="password">{texts.me.password}</h3>
      <form className={styles.form} onSubmit={submit} noValidate>
        <div className={styles.pair}>
          <Field label={texts.me.present} name="present" type="password" required
            autoComplete="current-password" value={fields.present} error={errors.present}
            onChange={(event) => form.type('present', event.target.value)} />
          <Field label={texts.me.next} name="next" type="password" required
            autoComplete="new-password" value={fields.next} error={errors.next}
            hint={errors.next ? undefined : texts.me.passwordHint}
            onChange={(event) => form.type('next', event.target.value)} />
        </div>
        <div className={styles.foot}>
          <Button type="submit" aria-disabled={busy}>
            {busy ? texts.me.changing : texts.me.change}
          </Button>
          <Outcome good={phase === 'changed' ? texts.me.changed : ''} bad={failure} />
        </div>
      </form>
    </section>
  );
}
