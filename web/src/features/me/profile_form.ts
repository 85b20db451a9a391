import type { Account, AccountApi, ProfileChange } from '@/api/account';
import { ApiError } from '@/api/client';
import { Store } from '@/lib/store';
import { texts } from '@/lib/texts';

export type ProfileField = 'full_name' | 'username' | 'email' | 'phone_number';
export const profileFields: ProfileField[] = ['full_name', 'username', 'email', 'phone_number'];

export interface ProfileState {
  fields: Record<ProfileField, string>;
  errors: Partial<Record<ProfileField, string>>;
  failure: string;
  phase: 'idle' | 'busy' | 'saved';
}

const fieldOfCode: Partial<Record<string, ProfileField>> = {
  email_taken: 'email', username_taken: 'username',
};

export class ProfileForm {
  readonly state: Store<ProfileState>;
  account: Account;
  private readonly api: Pick<AccountApi, 'update'>;
  private readonly onSaved: (account: Account) => void;

  constructor(
    account: Account, api: Pick<AccountApi, 'update'>, onSaved: (account: Account) => void,
  ) {
    this.account = account;
    this.api = api;
    this.onSaved = onSaved;
    this.state = new Store({ fields: fieldsOf(account), errors: {}, failure: '', phase: 'idle' });
  }

  type(field: ProfileField, value: string): void {
    const { fields, errors } = this.state.get();
    const others = Object.fromEntries(Object.entries(errors).filter(([name]) => name !== field));
    this.state.patch({ fields: { ...fields, [field]: value }, errors: others, phase: 'idle' });
  }

  // Sends what differs, and nothing when nothing does.
  async save(): Promise<void> {
    const { fields, phase } = this.state.get();
    if (phase === 'busy') return;
    const errors = check(fields);
    this.state.patch({ errors, failure: '' });
    if (Object.keys(errors).length > 0) return;
    const change = changeOf(fields, fieldsOf(this.account));
    if (Object.keys(change).length === 0) return this.state.patch({ phase: 'saved' });
    this.state.patch({ phase: 'busy' });
    try {
      this.account = await this.api.update(this.account.id, change);
      this.state.patch({ fields: fieldsOf(this.account), phase: 'saved' });
      this.onSaved(this.account);
    } catch (reason) {
      this.refused(reason);
    }
  }

  private refused(reason: unknown): void {
    const message = reason instanceof Error ? reason.message : String(reason);
    const field = reason instanceof ApiError ? fieldOfCode[reason.code] : undefined;
    if (field === undefined) this.state.patch({ failure: message, phase: 'idle' });
    else this.state.patch({ errors: { [field]: message }, phase: 'idle' });
  }
}

function fieldsOf(account: Account): Record<ProfileField, string> {
  const { fullName, username, email, phone } = account;
  return { full_name: fullName, username, email, phone_number: phone ?? '' };
}

function changeOf(
  fields: Record<ProfileField, string>, present: Record<ProfileField, string>,
): ProfileChange {
  const changed = profileFields
    .map((field) => [field, fields[field].trim()] as const)
    .filter(([field, value]) => value !== present[field])
    .map(([field, value]) => [field, field === 'phone_number' && value === '' ? null : value]);
  return Object.fromEntries(changed) as ProfileChange;
}

function check(fields: Record<ProfileField, string>): Partial<Record<ProfileField, string>> {
  const errors: Partial<Record<ProfileField, string>> = {};
  const name = fields.full_name.trim();
  const phone = fields.phone_number.trim();
  const { errors: words } = texts.auth;
  if (name === '' || [...name].length > 100) errors.full_name = words.fullName;
  if (!/^[A-Za-z0-9_.]{3,50}$/.test(fields.username.trim())) errors.username = words.username;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(fields.email.trim())) errors.email = words.email;
  const digits = phone.replace(/\D/g, '').length;
  if (phone !== '' && (!/^\+?[\d -]{6,20}$/.test(phone) || digits < 6)) {
    errors.phone_number = texts.me.errors.phone;
  }
  return errors;
}
