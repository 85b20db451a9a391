import { ApiError, type SignUp } from '@/api/client';
import type { Fresh } from '@/api/tokens';
import { Store } from '@/lib/store';
import { passwordProblem } from '@/lib/password';
import { texts } from '@/lib/texts';

export type Mode = 'sign-in' | 'sign-up';
export type FieldName = 'full_name' | 'username' | 'email' | 'password' | 'code';
export type Fields = Record<FieldName, string>;

export interface AuthApi {
  signUp(fields: SignUp): Promise<void>;
  signIn(email: string, password: string): Promise<Fresh>;
  verifyCode(mfaToken: string, code: string): Promise<Fresh>;
}

export interface AuthState {
  fields: Fields;
  errors: Partial<Fields>;
  failure: string;
  busy: boolean;
  challenge: string | null; // the password was right, and a code is to follow
}

export const fieldsOf: Record<Mode, FieldName[]> = {
  'sign-in': ['email', 'password'],
  'sign-up': ['full_name', 'username', 'email', 'password'],
};

// Signing in and signing up: what is typed, what is wrong with it, and what the server said.
export class AuthForm {
  readonly state = new Store<AuthState>({
    fields: { full_name: '', username: '', email: '', password: '', code: '' },
    errors: {}, failure: '', busy: false, challenge: null,
  });
  private readonly api: AuthApi;
  private readonly onSignedIn: (signedIn: Fresh) => void;
  private mode: Mode = 'sign-in';

  constructor(api: AuthApi, onSignedIn: AuthForm['onSignedIn']) {
    this.api = api;
    this.onSignedIn = onSignedIn;
  }

  // What was typed stays, what was complained about does not.
  show(mode: Mode): void {
    if (mode === this.mode) return;
    this.mode = mode;
    this.startAgain();
  }

  startAgain(): void {
    const { fields } = this.state.get();
    const without = { ...fields, code: '' };
    this.state.patch({ fields: without, errors: {}, failure: '', challenge: null });
  }

  asked(): FieldName[] {
    return this.state.get().challenge === null ? fieldsOf[this.mode] : ['code'];
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
    for (const field of this.asked()) {
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
    const { challenge } = this.state.get();
    if (challenge !== null) {
      const fresh = await this.api.verifyCode(challenge, fields.code.trim());
      this.startAgain();
      return this.onSignedIn(fresh);
    }
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
    const mfaToken = reason instanceof ApiError ? reason.mfaToken : null;
    if (code === 'second_factor_required' && mfaToken !== null) {
      return this.state.patch({ challenge: mfaToken });
    }
    if (code === 'mfa_token_invalid') this.startAgain();
    if (code === 'invalid_code') return this.state.patch({ errors: { code: message } });
    const field = code === 'email_taken' ? 'email' : code === 'username_taken' ? 'username' : null;
    if (field !== null) this.state.patch({ errors: { [field]: message } });
    else this.state.patch({ failure: message });
  }

  private firstError(): FieldName | null {
    const { errors } = this.state.get();
    return this.asked().find((field) => errors[field] !== undefined) ?? null;
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
      case 'code':
        return value === '' ? errors.code : undefined;
    }
  }

  private checkPassword(password: string): string | undefined {
    const { errors } = texts.auth;
    if (password === '') return errors.passwordEmpty;
    if (this.mode === 'sign-in') return undefined;
    return passwordProblem(password) ?? undefined;
  }
}

function withError(errors: Partial<Fields>, field: FieldName, error: string | undefined) {
  const others = Object.entries(errors).filter(([name]) => name !== field);
  return Object.fromEntries(error === undefined ? others : [...others, [field, error]]);
}
