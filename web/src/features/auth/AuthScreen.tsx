import { useEffect, useRef, useState, type FormEvent } from 'react';
import { passwordRules } from '@/lib/password';
import { formatRoute } from '@/lib/route';
import { texts } from '@/lib/texts';
import { Button, IconButton } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Hidden } from '@/ui/Hidden';
import { Icon } from '@/ui/Icon';
import { Logo } from '@/ui/Logo';
import { useStore } from '@/ui/use_store';
import { fieldsOf, type AuthForm, type FieldName, type Mode } from './auth_form';
import styles from './AuthScreen.module.css';

const labels: Record<FieldName, string> = {
  full_name: texts.auth.fullName,
  username: texts.auth.username,
  email: texts.auth.email,
  password: texts.auth.password,
  code: texts.auth.code,
};

interface Props {
  form: AuthForm;
  mode: Mode;
  notice: string;
}

export function AuthScreen({ form, mode, notice }: Props) {
  const { failure, busy, challenge } = useStore(form.state);
  const element = useRef<HTMLFormElement>(null);
  const signsUp = mode === 'sign-up';

  useEffect(() => {
    form.show(mode);
    focusField(element.current, challenge !== null ? 'code' : fieldsOf[mode][0] ?? 'email');
  }, [form, mode, challenge]);

  function submit(event: FormEvent) {
    event.preventDefault();
    void form.submit().then((field) => {
      if (field !== null) focusField(element.current, field);
    });
  }

  return (
    <main className={styles.screen}>
      <div className={styles.card}>
        <header className={styles.head}>
          <Logo large />
          <h1>{challenge !== null ? texts.auth.codeTitle
            : signsUp ? texts.auth.signUpTitle : texts.auth.signInTitle}</h1>
          <p>{texts.tagline}</p>
        </header>
        {notice ? <p className={styles.notice} role="status">{notice}</p> : null}
        <form ref={element} onSubmit={submit} noValidate className={styles.form}>
          {(challenge !== null ? ['code' as const] : fieldsOf[mode]).map((field) => (
            <AuthField key={field} form={form} field={field} mode={mode} />
          ))}
          <div role="alert">
            {failure
              ? <p className={styles.failure}><Icon name="alert" small />{failure}</p> : null}
          </div>
          <Button look="primary" type="submit" aria-disabled={busy}>
            {buttonText(signsUp, busy)}
          </Button>
        </form>
        {challenge !== null
          ? <p className={styles.other}>
              <Button look="link" onClick={() => form.startAgain()}>{texts.auth.startAgain}</Button>
            </p>
          : <p className={styles.other}>
          {signsUp ? texts.auth.toSignIn : texts.auth.toSignUp}{' '}
          <a href={formatRoute({ at: signsUp ? 'sign-in' : 'sign-up' })}>
            {signsUp ? texts.auth.signIn : texts.auth.signUp}
          </a>
        </p>}
      </div>
    </main>
  );
}

function AuthField({ form, field, mode }: { form: AuthForm; field: FieldName; mode: Mode }) {
  const { fields, errors } = useStore(form.state);
  const [shown, setShown] = useState(false);
  const shared = {
    name: field,
    label: labels[field],
    value: fields[field],
    error: errors[field],
    required: true,
    onChange: (event: { target: { value: string } }) => form.type(field, event.target.value),
    onBlur: () => form.left(field),
  };
  const signsUp = mode === 'sign-up';
  switch (field) {
    case 'full_name':
      return <Field {...shared} autoComplete="name" />;
    case 'username':
      return (
        <Field {...shared} autoComplete="username" autoCapitalize="none" spellCheck={false}
          hint={shared.error ? undefined : texts.auth.usernameHint} />
      );
    case 'email':
      return <Field {...shared} type="email" autoComplete="email" autoCapitalize="none" />;
    case 'code':
      return (
        <Field {...shared} autoComplete="one-time-code" autoCapitalize="none" spellCheck={false}
          hint={shared.error ? undefined : texts.auth.codeHint} />
      );
    case 'password':
      return (
        <Field {...shared} type={shown ? 'text' : 'password'}
          autoComplete={signsUp ? 'new-password' : 'current-password'}
          hint={signsUp ? <PasswordRules password={fields.password} /> : undefined}
          after={<IconButton icon={shown ? 'eyeOff' : 'eye'} aria-pressed={shown}
            label={shown ? texts.auth.hidePassword : texts.auth.showPassword}
            onClick={() => setShown(!shown)} />} />
      );
  }
}

function PasswordRules({ password }: { password: string }) {
  return (
    <ul className={styles.rules}>
      {Object.entries(passwordRules).map(([name, rule]) => {
        const met = rule(password);
        return (
          <li key={name} className={met ? styles.met : undefined}>
            <span className={styles.mark}>{met ? <Icon name="check" small /> : null}</span>
            {texts.auth.rules[name as keyof typeof passwordRules]}
            <Hidden>{` (${met ? texts.auth.met : texts.auth.notMet})`}</Hidden>
          </li>
        );
      })}
    </ul>
  );
}

function buttonText(signsUp: boolean, busy: boolean): string {
  if (signsUp) return busy ? texts.auth.signUpBusy : texts.auth.signUp;
  return busy ? texts.auth.signInBusy : texts.auth.signIn;
}

function focusField(form: HTMLFormElement | null, name: FieldName): void {
  form?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
}
