import { expect, it } from 'vitest';
import { SessionStore } from '@/api/session';
import { memoryKeyValue } from '@/lib/key_value';

const user = { id: 'u', username: 'ada', name: 'Ada' };

it('is found again after a reload, until one signs out', () => {
  const kept = memoryKeyValue();
  new SessionStore(kept).signIn(user);
  expect(new SessionStore(kept).get()).toEqual({ user });
  new SessionStore(kept).signOut();
  expect(new SessionStore(kept).get()).toBeNull();
});

it('ends in every tab when it ends in one', () => {
  const kept = memoryKeyValue();
  const [one, other] = [new SessionStore(kept), new SessionStore(kept)];
  one.signIn(user);
  other.changedElsewhere('switchboard.session');
  expect(other.get()).toEqual({ user });
  one.signOut();
  other.changedElsewhere('something else');
  expect(other.get()).toEqual({ user });
  other.changedElsewhere('switchboard.session');
  expect(other.get()).toBeNull();
});

it('says nothing when the same person signs in again', () => {
  const session = new SessionStore(memoryKeyValue());
  session.signIn(user);
  let changes = 0;
  session.subscribe(() => { changes += 1; });
  session.signIn({ ...user });
  expect(changes).toBe(0);
  session.signIn({ ...user, name: 'Ada L.' });
  expect(changes).toBe(1);
});

it.each(['', '{', '{"user":7}', '{"token":"t","user":{}}', 'null'])(
  'takes what it cannot read (%s) for nobody', (text) => {
    const kept = memoryKeyValue();
    kept.write('switchboard.session', text);
    expect(new SessionStore(kept).get()).toBeNull();
  });

it('keeps no token, not even one that an older page has left', () => {
  const kept = memoryKeyValue();
  kept.write('switchboard.session', JSON.stringify({ token: 'secret', user }));
  const session = new SessionStore(kept);
  expect(session.get()).toEqual({ user });
  session.signIn(user);
  expect(kept.read('switchboard.session')).not.toContain('secret');
});
