// A JSON Schema as words: what a person wants to know of a body before sending one.

const refName = (schema) => schema.$ref?.split('/').at(-1);

/** Follows a reference into the document's schemas. */
export function resolved(schema, document) {
  const name = refName(schema);
  return name === undefined ? schema : document.components.schemas[name];
}

/** `string (uuid)`, `User[]`, `integer or null`. */
export function typeOf(schema) {
  if (refName(schema) !== undefined) return refName(schema);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return `${typeOf(schema.items)}[]`;
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.type === undefined) return 'any JSON';
  const format = schema.format && schema.format !== 'int64' ? ` (${schema.format})` : '';
  return schema.type + format + bounds(schema);
}

function bounds({ minimum, maximum }) {
  if (minimum === undefined) return '';
  return maximum === undefined ? `, from ${minimum}` : `, ${minimum} to ${maximum}`;
}

// What a member's own members stand behind, if anything.
function inside(schema, document) {
  const some = schema.anyOf?.[0] ?? schema;
  const item = some.items ?? some;
  return resolved(item, document);
}

const DEPTH_MAX = 4;

/** Every member of an object, deep first: `{ name, type, required, depth }`. */
export function membersOf(schema, document, depth = 0) {
  const object = inside(schema, document);
  if (!object.properties || depth > DEPTH_MAX) return [];
  return Object.entries(object.properties).flatMap(([name, member]) => [
    { name, type: typeOf(member), required: object.required?.includes(name) ?? false, depth },
    ...membersOf(member, document, depth + 1),
  ]);
}
