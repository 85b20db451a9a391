import { byteLength } from './message';
import { texts } from './texts';

// What a new password must be, as the server sees it too.
export const passwordRules = {
  length: (password: string) => [...password].length >= 8,
  digit: (password: string) => /\d/.test(password),
  upper: (password: string) => /[A-Z]/.test(password),
  lower: (password: string) => /[a-z]/.test(password),
};

// bcrypt reads 72 bytes, so the server takes no more.
const PASSWORD_BYTES_MAX = 72;

// What is wrong with a new password, or null.
export function passwordProblem(password: string): string | null {
  const { errors } = texts.auth;
  if (password === '') return errors.passwordEmpty;
  if (byteLength(password) > PASSWORD_BYTES_MAX) return errors.passwordLong;
  return Object.values(passwordRules).every((rule) => rule(password)) ? null : errors.passwordRules;
}
