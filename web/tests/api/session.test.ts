import { expect, it } from 'vitest';
import { SessionStore } from '@/api/session';
import { memoryKeyValue } from '@/lib/key_value';

const session = { token: 't', user: { id: 'u', username: 'ada', name: 'Ada' } };

it('is found again after a reload, until one signs out', () => {
  const kept = memoryKeyValue();
  new SessionStore(kept).signIn(session);
  expect(new SessionStore(kept).get()).toEqual(session);
  new SessionStore(kept).signOut();
  expect(new SessionStore(kept).get()).toBeNull();
});

it('ends in every tab when it ends in one', () => {
  const kept = memoryKeyValue();
  const [one, other] = [new SessionStore(kept), new SessionStore(kept)];
  one.signIn(session);
  other.changedElsewhere('switchboard.session');
  expect(other.get()).toEqual(session);
  one.signOut();
  other.changedElsewhere('something else');
  expect(other.get()).toEqual(session);
  other.changedElsewhere('switchboard.session');
  expect(other.get()).toBeNull();
});

it.each(['', '{', '{"token":7}', '{"token":"t","user":{}}', 'null'])(
  'takes what it cannot read (%s) for nobody', (text) => {
    const kept = memoryKeyValue();
    kept.write('switchboard.session', text);
    expect(new SessionStore(kept).get()).toBeNull();
  });
