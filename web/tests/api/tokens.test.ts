import { beforeEach, describe, expect, it } from 'vitest';
import { Tokens, type Fresh } from '@/api/tokens';
import { HandClock } from '../support/hand_clock';

const user = { id: 'u', username: 'ada', name: 'Ada' };
let clock: HandClock;
let asked: number;
let answer: () => Promise<Fresh | null>;
let tokens: Tokens;

const fresh = (token: string, expiresIn = 100): Fresh => ({ token, expiresIn, user });

beforeEach(() => {
  clock = new HandClock();
  asked = 0;
  answer = () => Promise.resolve(fresh(`token ${asked}`));
  tokens = new Tokens({
    refresh: () => {
      asked += 1;
      return answer();
    },
    alone: (work) => work(),
    clock,
  });
});

it('has none at first, and gets one', async () => {
  expect(tokens.current()).toBeNull();
  expect(await tokens.renew()).toBe(true);
  expect(tokens.current()).toBe('token 1');
});

it('asks once, however many want to know', async () => {
  const answers = await Promise.all([tokens.renew(), tokens.renew(), tokens.renew()]);
  expect(answers).toEqual([true, true, true]);
  expect(asked).toBe(1);
  await tokens.renew();
  expect(asked).toBe(2);
});

it('does not send a token that is about to lapse', () => {
  tokens.keep(fresh('first'));
  clock.advance(79_999);
  expect(tokens.current()).toBe('first');
  answer = () => new Promise(() => undefined);
  clock.advance(10_001);
  expect(tokens.current()).toBeNull();
});

it('renews before the end by itself, and tells', async () => {
  const told: string[] = [];
  tokens.onFresh = ({ token }) => told.push(token);
  tokens.keep(fresh('first'));
  clock.advance(80_000);
  expect(asked).toBe(1);
  await tokens.renew();
  expect(told).toEqual(['first', 'token 1']);
});

describe('signing out', () => {
  it('forgets the token and stops renewing', () => {
    tokens.keep(fresh('first'));
    tokens.forget();
    clock.advance(1_000_000);
    expect(tokens.current()).toBeNull();
    expect(asked).toBe(0);
  });

  it('is not undone by an answer that was under way', async () => {
    const renewing = tokens.renew();
    tokens.forget();
    expect(await renewing).toBe(false);
    expect(tokens.current()).toBeNull();
  });
});

it('says so when nobody is signed in any more', async () => {
  tokens.keep(fresh('first'));
  answer = () => Promise.resolve(null);
  expect(await tokens.renew()).toBe(false);
  expect(tokens.current()).toBeNull();
});

it('keeps what it has when the server cannot be asked, and asks anew the next time', async () => {
  tokens.keep(fresh('first'));
  answer = () => Promise.reject(new Error('no line'));
  await expect(tokens.renew()).rejects.toThrow('no line');
  expect(tokens.current()).toBe('first');
  answer = () => Promise.resolve(fresh('second'));
  expect(await tokens.renew()).toBe(true);
});
