// Every sentence that the client says, in one place, so that a translation replaces one file.
// Sentences say what happened and what to do, in that order.
const plural = new Intl.PluralRules('en');
const list = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });

function count(n: number, one: string, other: string): string {
  return `${n.toLocaleString()} ${plural.select(n) === 'one' ? one : other}`;
}

function some(names: string[]): string {
  if (names.length <= 3) return list.format(names);
  return list.format([...names.slice(0, 2), count(names.length - 2, 'other', 'others')]);
}

export const texts = {
  product: 'Switchboard',
  tagline: 'Chat that tells the truth: what is sent is kept.',

  auth: {
    signIn: 'Sign in',
    signInTitle: 'Sign in to Switchboard',
    signInBusy: 'Signing in…',
    signUp: 'Create account',
    signUpTitle: 'Create your account',
    signUpBusy: 'Creating your account…',
    toSignUp: 'New here?',
    toSignIn: 'Already have an account?',
    fullName: 'Full name',
    username: 'Username',
    usernameHint: '3 to 50 letters, digits, dots or underscores',
    email: 'E-mail',
    password: 'Password',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    rules: {
      length: '8 characters or more',
      digit: 'a digit',
      upper: 'an upper-case letter',
      lower: 'a lower-case letter',
    },
    met: 'met',
    notMet: 'not met yet',
    errors: {
      fullName: 'Enter your name, up to 100 characters.',
      username: 'Use 3 to 50 letters, digits, dots or underscores.',
      email: 'Enter an address like ada@example.com.',
      passwordEmpty: 'Enter your password.',
      passwordRules: 'The password does not meet all the rules yet.',
      passwordLong: 'Use a password of at most 72 bytes.',
    },
    ended: 'Your session has ended. Sign in again to go on.',
    createdNotIn: 'Your account is ready. Sign in with it.',
  },

  failures: {
    network: 'The server cannot be reached. Check your connection and try again.',
    timeout: 'The server took too long to answer. Try again.',
    server: (status: number) => `The server could not do this (${status}). Try again.`,
    broken: 'Something on this page broke. Your messages are safe on the server.',
  },

  actions: {
    retry: 'Try again',
    tryNow: 'Try now',
    reload: 'Reload',
    back: 'Back to rooms',
    close: 'Close',
    signOut: 'Sign out',
    discard: 'Discard',
  },

  link: {
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
    waiting: (seconds: number) => `Reconnecting in ${seconds} s`,
    offline: 'You are offline. Messages will be sent when you are back.',
    stopped: {
      forbidden: 'The server refused this connection.',
      policy: 'The server closed this connection because it broke a rule.',
      replaced: 'Switchboard was opened somewhere else, so it stopped here.',
      signed_out: 'Your session has ended.',
    },
    online: 'Connected',
  },

  rooms: {
    nav: 'Rooms',
    title: 'Rooms',
    loading: 'Loading rooms',
    empty: 'There are no rooms yet. An administrator can create one.',
    failed: 'The rooms could not be loaded.',
    unread: (n: number) => count(n, 'unread message', 'unread messages'),
    account: 'Your account',
    missing: 'There is no room here.',
    choose: 'Choose a room to start reading.',
  },

  chat: {
    messages: (room: string) => `Messages in ${room}`,
    arriving: 'New messages as they arrive',
    loading: 'Loading messages',
    loadingOlder: 'Loading earlier messages',
    failed: 'The messages could not be loaded.',
    olderFailed: 'Earlier messages could not be loaded.',
    start: (room: string) => `This is the beginning of ${room}.`,
    empty: 'Nobody has written here yet. Say hello.',
    unreadLine: 'New',
    gap: 'Some messages may be missing here.',
    gapLoading: 'Loading what you missed…',
    restored: 'This room was restored on the server, so it was loaded again.',
    fresh: (n: number) => count(n, 'new message', 'new messages'),
    toLatest: 'Jump to the latest message',
    deleted: 'This message was deleted.',
    edited: 'edited',
    you: 'you',
    sending: 'Sending…',
    waiting: 'Waiting for the connection…',
    sent: 'Sent',
    failedSend: 'Not sent.',
    noAnswer: 'The server did not confirm this message.',
    joined: (names: string[]) => `${some(names)} joined`,
    left: (names: string[]) => `${some(names)} left`,
    joinedAndLeft: (joined: string[], left: string[]) =>
      `${some(joined)} joined, ${some(left)} left`,
    said: (name: string, content: string) => `${name}: ${content}`,
  },

  composer: {
    label: (room: string) => `Message ${room}`,
    hint: 'Enter to send, Shift + Enter for a new line',
    send: 'Send message',
    bytesLeft: (n: number) => `${n.toLocaleString()} left`,
    tooLong: (n: number) => `${n.toLocaleString()} too long`,
  },

  people: {
    title: 'People here',
    here: (n: number) => `${n.toLocaleString()} here`,
    show: (n: number) => `Show who is here: ${count(n, 'person', 'people')}`,
    hide: (n: number) => `Hide who is here: ${count(n, 'person', 'people')}`,
    unknown: 'Who is here appears when you are connected.',
    many: (n: number) => `${n.toLocaleString()} people are here, too many to list.`,
    you: 'you',
  },
};
