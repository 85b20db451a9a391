import { expect, it } from 'vitest';

import { membersOf, typeOf } from '../../api_docs/schema.js';

const person = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' }, role: { type: 'string', enum: ['a', 'b'] } },
  required: ['id'],
};
const document = { components: { schemas: { Person: person } } };
const ref = { $ref: '#/components/schemas/Person' };

it.each([
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
  [{ type: 'integer', format: 'int64' }, 'integer'],
  [{ type: 'integer', minimum: 1, maximum: 200 }, 'integer, 1 to 200'],
  [{ type: 'integer', minimum: 0 }, 'integer, from 0'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
  [{ type: 'array', items: ref }, 'Person[]'],
  [{ type: 'string', enum: ['a', 'b'] }, '"a" or "b"'],
  [{}, 'any JSON'],
])('%j is read as %s', (schema, words) => {
  expect(typeOf(schema)).toBe(words);
});

it('members are told with what stands inside them', () => {
  const schema = { type: 'object', properties: { people: { type: 'array', items: ref } } };
  expect(membersOf(schema, document)).toEqual([
    { name: 'people', type: 'Person[]', required: false, depth: 0 },
    { name: 'id', type: 'string (uuid)', required: true, depth: 1 },
    { name: 'role', type: '"a" or "b"', required: false, depth: 1 },
  ]);
});

it('a schema that holds itself is told to a certain depth and no deeper', () => {
  const node = { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } };
  expect(membersOf(node, { components: { schemas: { Node: node } } })).toHaveLength(5);
});
