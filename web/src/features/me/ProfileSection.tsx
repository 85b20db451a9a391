import type { FormEvent } from 'react';
import { texts } from '@/lib/texts';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { useStore } from '@/ui/use_store';
import { Outcome } from './Outcome';
import styles from './MeScreen.module.css';
import { type ProfileField, type ProfileForm } from './profile_form';

const kinds: Record<ProfileField, { label: string; autoComplete: string; type?: string }> = {
  full_name: { label: texts.auth.fullName, autoComplete: 'name' },
  username: { label: texts.auth.username, autoComplete: 'username' },
  email: { label: texts.auth.email, autoComplete: 'email', type: 'email' },
  phone_number: { label: texts.me.phone, autoComplete: 'tel', type: 'tel' },
};

export function ProfileSection({ form }: { form: ProfileForm }) {
  const { fields, errors, failure, phase } = useStore(form.state);
  const busy = phase === 'busy';

  function submit(event: FormEvent) {
    event.preventDefault();
    void form.save();
  }
  const field = (name: ProfileField) => (
    <Field {...kinds[name]} name={name} value={fields[name]} error={errors[name]}
      required={name !== 'phone_number'} autoCapitalize={name === 'full_name' ? 'words' : 'none'}
      onChange={(event) => form.type(name, event.target.value)} />
  );

  return (
    <section className={styles.section} aria-labelledby="profile">
      <h3 id="profile">{texts.me.profile}</h3>
      <form className={styles.form} onSubmit={submit} noValidate>
        <div className={styles.pair}>{field('full_name')}{field('username')}</div>
        <div className={styles.pair}>{field('email')}{field('phone_number')}</div>
        <div className={styles.foot}>
          <Button type="submit" aria-disabled={busy}>
            {busy ? texts.me.saving : texts.me.save}
          </Button>
          <Outcome good={phase === 'saved' ? texts.me.saved : ''} bad={failure} />
        </div>
      </form>
    </section>
  );
}
