import { beforeEach, expect, it } from 'vitest';
import { ApiError } from '@/api/client';
import { AuthForm } from '@/features/auth/auth_form';

const user = { id: 'u', username: 'ada', name: 'Ada' };
let calls: string[] = [];
let signedIn: string[] = [];
let refusal: ApiError | null = null;
let form: AuthForm;

beforeEach(() => {
  calls = [];
  signedIn = [];
  refusal = null;
  form = new AuthForm({
    async signUp(fields) {
      calls.push(`sign up ${fields.username} ${fields.full_name}`);
      if (refusal !== null) throw refusal;
      await Promise.resolve();
    },
    async signIn(email, password) {
      calls.push(`sign in ${email} ${password}`);
      if (refusal !== null) throw refusal;
      return Promise.resolve({ token: 't', expiresIn: 60, user });
    },
    async verifyCode(mfaToken, code) {
      calls.push(`verify ${mfaToken} ${code}`);
      if (refusal !== null) throw refusal;
      return Promise.resolve({ token: 'with code', expiresIn: 60, user });
    },
  }, ({ token }) => signedIn.push(token));
});

function fill() {
  form.show('sign-up');
  form.type('full_name', ' Ada Lovelace ');
  form.type('username', 'ada.l_1');
  form.type('email', 'ada@example.com');
  form.type('password', 'SecurePass123');
}

it('signs up, then in', async () => {
  fill();
  expect(await form.submit()).toBeNull();
  expect(calls).toEqual(['sign up ada.l_1 Ada Lovelace', 'sign in ada@example.com SecurePass123']);
  expect(signedIn).toEqual(['t']);
});

it.each([
  ['full_name', ' '], ['username', 'ab'], ['username', 'a b c'], ['email', 'ada@'],
  ['email', 'ada@example'], ['password', 'short1A'], ['password', 'alllower1'],
  ['password', 'NODIGITS'], ['password', 'A1' + 'ä'.repeat(60)],
] as const)('refuses a %s of "%s" and points to it', async (field, value) => {
  fill();
  form.type(field, value);
  expect(await form.submit()).toBe(field);
  expect(form.state.get().errors[field]).toBeTruthy();
  expect(calls).toEqual([]);
});

it('does not hold the rules for new passwords against old ones', async () => {
  form.type('email', 'ada@example.com');
  form.type('password', 'old');
  expect(await form.submit()).toBeNull();
  expect(signedIn).toEqual(['t']);
});

it('complains when a field is left, not while it is typed, and stops when it is right', () => {
  form.type('email', 'ada');
  expect(form.state.get().errors.email).toBeUndefined();
  form.left('email');
  expect(form.state.get().errors.email).toBeTruthy();
  form.type('email', 'ada@example.com');
  expect(form.state.get().errors.email).toBeUndefined();
  form.left('password');
  expect(form.state.get().errors.password).toBeUndefined();
});

it('puts a taken name at its field and everything else above the button', async () => {
  fill();
  refusal = new ApiError('User with this email already exists', 400, 'email_taken');
  expect(await form.submit()).toBe('email');
  expect(form.state.get().errors.email).toBe('User with this email already exists');
  refusal = new ApiError('Invalid credentials', 400, 'invalid_credentials');
  form.type('email', 'ada2@example.com');
  expect(await form.submit()).toBeNull();
  expect(form.state.get()).toMatchObject({ failure: 'Invalid credentials', busy: false });
});

it('sends once, however often the button is pressed', async () => {
  fill();
  await Promise.all([form.submit(), form.submit(), form.submit()]);
  expect(calls).toHaveLength(2);
});

it('asks for a code when the password is not enough, and signs in with both', async () => {
  form.type('email', 'ada@example.com');
  form.type('password', 'SecurePass123');
  refusal = new ApiError('A code is required', 401, 'second_factor_required', null, 'mfa');
  expect(await form.submit()).toBeNull();
  expect(form.asked()).toEqual(['code']);
  expect(await form.submit()).toBe('code');
  form.type('code', ' 123456 ');
  refusal = new ApiError('The code is wrong', 400, 'invalid_code');
  expect(await form.submit()).toBe('code');
  expect(signedIn).toEqual([]);
  refusal = null;
  expect(await form.submit()).toBeNull();
  expect(calls.at(-1)).toBe('verify mfa 123456');
  expect(signedIn).toEqual(['with code']);
  expect(form.asked()).toEqual(['email', 'password']);
});

it('starts again with the password when the code came too late', async () => {
  form.type('email', 'ada@example.com');
  form.type('password', 'SecurePass123');
  refusal = new ApiError('A code is required', 401, 'second_factor_required', null, 'mfa');
  await form.submit();
  form.type('code', '123456');
  refusal = new ApiError('Sign in again', 401, 'mfa_token_invalid');
  await form.submit();
  expect(form.asked()).toEqual(['email', 'password']);
  expect(form.state.get().failure).toBe('Sign in again');
});
