import { randomUUID } from 'node:crypto';

const people = [
  ['ada', 'Ada Lovelace'], ['grace', 'Grace Hopper'], ['lin', 'Lin Wei'], ['noor', 'نور الهدى'],
  ['mateo', 'Mateo Fernández'],
].map(([username, full_name]) => ({
  id: randomUUID(), username, full_name, email: `${username}@example.com`,
  password: 'SecurePass123', role: 'client', active: true, phone_number: null,
}));

const talk = [
  [0, 'Morning! The new build is on the test machine.'],
  [0, 'Fan-out looks good so far: **64 rooms**, 1,000 subscribers each.'],
  [1, 'Nice. What does the tail look like? Last week we had a p99 of about 9 ms.'],
  [0, 'p50 is 0.8 ms, p99 is 2.1 ms. I ran it twice to be sure.'],
  [2, 'I pulled the trace, this is the loop that used to allocate:\n```\nfor (auto& room : dirty) {\n  room.flush(log);   // one send per subscriber\n}\n```'],
  [1, 'So it no longer does. I will write that down in `docs/performance.md`.'],
  [3, 'صباح الخير، سأراجع الترجمة اليوم.'],
  [4, 'Can somebody have a look at https://example.com/changes/118? It is small, I promise.'],
  [2, 'On it.'],
  [1, 'Reminder: we freeze at _four o’clock_. Anything that is not in by then goes into next week’s build, and that is fine.'],
  [0, 'Works for me.'],
  [4, 'Thanks Lin! Merged.'],
];

// People and a conversation to look at, spread over two days.
export function seed(users, room, count) {
  for (const user of people) users.set(user.email, user);
  const start = Date.now() - 26 * 3_600_000;
  for (let i = 0; i < count; i += 1) {
    const at = new Date(start - (count - i) * 90_000);
    room.append(people[(i * 7) % 5], `Message ${i + 1} of a long history.`, at);
  }
  talk.forEach(([who, text], i) => {
    const at = i < 5 ? start + i * 70_000 : Date.now() - (talk.length - i) * 140_000;
    room.append(people[who], text, new Date(at));
  });
  return people;
}
