import { ApiError, type SignUp } from '@/api/client';
import type { Person } from '@/lib/message';
import { Store } from '@/lib/store';
import { byteLength } from '@/lib/message';
import { texts } from '@/lib/texts';

export type Mode = 'sign-in' | 'sign-up';
export type FieldName = 'full_name' | 'username' | 'email' | 'password';
export type Fields = Record<FieldName, string>;

export interface AuthApi {
  signUp(fields: SignUp): Promise<void>;
  signIn(email: string, password: string): Promise<{ token: string; user: Person }>;
}

export interface AuthState {
  fields: Fields;
  errors: Partial<Fields>;
  failure: string;
  busy: boolean;
}

export const passwordRules = {
  length: (password: string) => [...password].length >= 8,
  digit: (password: string) => /\d/.test(password),
  upper: (password: string) => /[A-Z]/.test(password),
  lower: (password: string) => /[a-z]/.test(password),
};

// bcrypt reads 72 bytes, so the server takes no more.
const PASSWORD_BYTES_MAX = 72;

export const fieldsOf: Record<Mode, FieldName[]> = {
  'sign-in': ['email', 'password'],
  'sign-up': ['full_name', 'username', 'email', 'password'],
};

// Signing in and signing up: what is typed, what is wrong with it, and what the server said.
export class AuthForm {
  readonly state = new Store<AuthState>({
    fields: { full_name: '', username: '', email: '', password: '' },
    errors: {}, failure: '', busy: false,
  });
  private readonly api: AuthApi;
  private readonly onSignedIn: (session: { token: string; user: Person }) => void;
  private mode: Mode = 'sign-in';

  constructor(api: AuthApi, onSignedIn: AuthForm['onSignedIn']) {
    this.api = api;
    this.onSignedIn = onSignedIn;
  }

  // What was typed stays, what was complained about does not.
  show(mode: Mode): void {
    if (mode === this.mode) return;
    this.mode = mode;
    this.state.patch({ errors: {}, failure: '' });
  }

  type(field: FieldName, value: string): void {
    const { fields, errors } = this.state.get();
    const typed = { ...fields, [field]: value };
    const still = errors[field] !== undefined ? this.check(field, typed) : undefined;
    this.state.patch({ fields: typed, errors: withError(errors, field, still) });
  }

  // The field was left: only now is it fair to complain, and not about emptiness.
  left(field: FieldName): void {
    const { fields, errors } = this.state.get();
    if (fields[field] === '') return;
    this.state.patch({ errors: withError(errors, field, this.check(field, fields)) });
  }

  // The first field that needs attention, or null when none does.
  async submit(): Promise<FieldName | null> {
    const { fields, busy } = this.state.get();
    if (busy) return null;
    let errors: Partial<Fields> = {};
    for (const field of fieldsOf[this.mode]) {
      errors = withError(errors, field, this.check(field, fields));
    }
    this.state.patch({ errors, failure: '' });
    const first = this.firstError();
    if (first !== null) return first;

    this.state.patch({ busy: true });
    await this.send(fields).catch((reason: unknown) => this.refused(reason));
    this.state.patch({ busy: false });
    return this.firstError();
  }

  private async send(fields: Fields): Promise<void> {
    const email = fields.email.trim();
    if (this.mode === 'sign-up') {
      const { password } = fields;
      const username = fields.username.trim();
      await this.api.signUp({ full_name: fields.full_name.trim(), username, email, password });
    }
    this.onSignedIn(await this.api.signIn(email, fields.password));
  }

  private refused(reason: unknown): void {
    const code = reason instanceof ApiError ? reason.code : '';
    const message = reason instanceof Error ? reason.message : String(reason);
    const field = code === 'email_taken' ? 'email' : code === 'username_taken' ? 'username' : null;
    if (field !== null) this.state.patch({ errors: { [field]: message } });
    else this.state.patch({ failure: message });
  }

  private firstError(): FieldName | null {
    const { errors } = this.state.get();
    return fieldsOf[this.mode].find((field) => errors[field] !== undefined) ?? null;
  }

  private check(field: FieldName, fields: Fields): string | undefined {
    const { errors } = texts.auth;
    const value = field === 'password' ? fields.password : fields[field].trim();
    switch (field) {
      case 'full_name':
        return value === '' || [...value].length > 100 ? errors.fullName : undefined;
      case 'username':
        return /^[A-Za-z0-9_.]{3,50}$/.test(value) ? undefined : errors.username;
      case 'email':
        return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value) ? undefined : errors.email;
      case 'password':
        return this.checkPassword(value);
    }
  }

  private checkPassword(password: string): string | undefined {
    const { errors } = texts.auth;
    if (password === '') return errors.passwordEmpty;
    if (this.mode === 'sign-in') return undefined;
    if (byteLength(password) > PASSWORD_BYTES_MAX) return errors.passwordLong;
    const good = Object.values(passwordRules).every((rule) => rule(password));
    return good ? undefined : errors.passwordRules;
  }
}

function withError(errors: Partial<Fields>, field: FieldName, error: string | undefined) {
  const others = Object.entries(errors).filter(([name]) => name !== field);
  return Object.fromEntries(error === undefined ? others : [...others, [field, error]]);
}
