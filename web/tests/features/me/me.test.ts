import { beforeEach, describe, expect, it } from 'vitest';
import type { Account, ProfileChange, SignedInDevice } from '@/api/account';
import { ApiError } from '@/api/client';
import { Me } from '@/features/me/me';
import { texts } from '@/lib/texts';

const ada: Account = {
  id: 'u', username: 'ada', email: 'ada@example.com', fullName: 'Ada Lovelace', phone: null,
  role: 'client',
};
const device = (id: string, usedAt: number, current = false): SignedInDevice =>
  ({ id, device: 'Firefox on Linux', address: '127.0.0.1', usedAt, current });

let calls: unknown[];
let refusal: Error | null;
let renamed: string[];
let me: Me;

async function answer<T>(call: unknown, value: T): Promise<T> {
  calls.push(call);
  await Promise.resolve();
  if (refusal !== null) throw refusal;
  return value;
}

beforeEach(() => {
  calls = [];
  refusal = null;
  renamed = [];
  me = new Me({
    userId: 'u',
    account: {
      account: (id) => answer(['account', id], ada),
      update: (id, change) => answer(['update', id, change], updated(change)),
      devices: () => answer('devices', [device('old', 1), device('here', 2, true), device('new', 3)]),
      endDevice: (id) => answer(['end', id], undefined),
      endOthers: () => answer('end others', undefined),
    },
    onRenamed: ({ name }) => renamed.push(name),
    changePassword: (_, present, next) => answer(['password', present, next], undefined),
  });
});

function updated(change: ProfileChange): Account {
  return { ...ada, fullName: change.full_name ?? ada.fullName };
}

async function ready() {
  await me.load();
  const account = me.account.get();
  if (account.state !== 'ready') throw new Error(account.state);
  calls = [];
  return account;
}

function ids(): string[] {
  const list = me.devices.list.get();
  return list.state === 'ready' ? list.devices.map(({ id }) => id) : [];
}

describe('the profile', () => {
  it('sends only what differs, and tells who is called otherwise now', async () => {
    const { profile } = await ready();
    profile.type('full_name', ' Ada King ');
    await profile.save();
    expect(calls).toEqual([['update', 'u', { full_name: 'Ada King' }]]);
    expect(profile.state.get().phase).toBe('saved');
    expect(renamed).toEqual(['Ada King']);
  });

  it('sends nothing when nothing differs', async () => {
    const { profile } = await ready();
    await profile.save();
    expect(calls).toEqual([]);
  });

  it('clears a phone number with null', async () => {
    const { profile } = await ready();
    profile.account = { ...ada, phone: '+48 123 456' };
    await profile.save();
    expect(calls).toEqual([['update', 'u', { phone_number: null }]]);
  });

  it.each([
    ['full_name', ' '], ['username', 'a b'], ['email', 'ada@'], ['phone_number', '12-3'],
  ] as const)('refuses a %s of "%s" without asking', async (field, value) => {
    const { profile } = await ready();
    profile.type(field, value);
    await profile.save();
    expect(profile.state.get().errors[field]).toBeTruthy();
    expect(calls).toEqual([]);
  });

  it('says beside the field what is taken, and elsewhere what else is wrong', async () => {
    const { profile } = await ready();
    profile.type('email', 'bob@example.com');
    refusal = new ApiError('User with this email already exists', 400, 'email_taken');
    await profile.save();
    expect(profile.state.get().errors.email).toContain('already exists');
    refusal = new ApiError('No room on the disk', 503, 'storage_unavailable');
    await profile.save();
    expect(profile.state.get().failure).toBe('No room on the disk');
  });
});

describe('the password', () => {
  it('is changed with the present one, and the list of devices is read anew', async () => {
    const { password } = await ready();
    password.type('present', 'OldPass123');
    password.type('next', 'NewPass456');
    await password.submit();
    expect(calls).toEqual([['password', 'OldPass123', 'NewPass456'], 'devices']);
    expect(password.state.get()).toMatchObject({ phase: 'changed', fields: { next: '' } });
  });

  it('says beside the field that the present one is wrong, and keeps what was typed', async () => {
    const { password } = await ready();
    password.type('present', 'wrong');
    password.type('next', 'NewPass456');
    refusal = new ApiError('Current password is wrong', 403, 'wrong_password');
    await password.submit();
    expect(password.state.get().errors.present).toBeTruthy();
    expect(password.state.get().fields.next).toBe('NewPass456');
  });

  it.each([['', 'NewPass456'], ['OldPass123', 'short1A'], ['OldPass123', 'a'.repeat(80) + 'A1']])(
    'asks nothing for "%s" and "%s"', async (present, next) => {
      const { password } = await ready();
      password.type('present', present);
      password.type('next', next);
      await password.submit();
      expect(calls).toEqual([]);
    });
});

describe('devices', () => {
  it('stand with this one first, then those used last', async () => {
    await ready();
    expect(ids()).toEqual(['here', 'new', 'old']);
  });

  it('leave the list when the server has ended them', async () => {
    await ready();
    await me.devices.end('old');
    expect(ids()).toEqual(['here', 'new']);
    await me.devices.endOthers();
    expect(ids()).toEqual(['here']);
  });

  it('stay when it has not, with the reason', async () => {
    await ready();
    refusal = new Error('the server is down');
    await me.devices.end('old');
    expect(ids()).toEqual(['here', 'new', 'old']);
    expect(me.devices.list.get()).toMatchObject({
      failure: expect.stringContaining('the server is down') as string,
    });
  });
});

it('says what went wrong when the account cannot be read, and tries again', async () => {
  refusal = new Error('no line');
  await me.load();
  expect(me.account.get()).toEqual({ state: 'failed', failure: 'no line' });
  refusal = null;
  await me.load();
  expect(me.account.get().state).toBe('ready');
});

it('says of a device where it is and when it was used, in that order', () => {
  expect(texts.sessions.since('now', '127.0.0.1')).toBe('127.0.0.1 · last used now');
});
