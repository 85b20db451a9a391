// Shows /openapi.json: what there is, what goes in and comes out, and a form to try each with.

import { membersOf, typeOf } from './schema.js';

const ANSWER_MS_MAX = 30_000;
const byId = (id) => document.getElementById(id);

/** An element with attributes and children; text is never read as HTML. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// Backticks are the only marks that the description uses.
function prose(text) {
  const parts = text.split('`').map((part, at) => (at % 2 === 1 ? make('code', {}, part) : part));
  return make('p', {}, ...parts);
}

const pretty = (value) => JSON.stringify(value, null, 2);
const idOf = (operation) => `op-${operation.operationId}`;

function table(rows) {
  const body = rows.map(({ name, type, required, depth = 0, text = '' }) => {
    const head = make('th', { scope: 'row', 'data-depth': depth }, make('code', {}, name));
    if (required) head.append(make('span', { class: 'required' }, ' required'));
    const words = text ? prose(text) : '';
    return make('tr', {}, head, make('td', {}, make('span', { class: 'type' }, type), words));
  });
  return make('table', {}, make('tbody', {}, ...body));
}

function bodyOf(content, description) {
  const { schema, example } = content['application/json'];
  const parts = [make('p', { class: 'type' }, typeOf(schema))];
  const members = membersOf(schema, description);
  if (members.length > 0) parts.push(table(members));
  if (example !== undefined) parts.push(make('pre', { tabindex: 0 }, pretty(example)));
  return parts;
}

function answersOf(operation, description) {
  return Object.entries(operation.responses).map(([status, response]) => {
    const name = status === 'default' ? 'otherwise' : status;
    const line = make('p', {}, make('strong', { 'data-status': status[0] }, name), ' ');
    line.append(...prose(response.description).childNodes);
    if (!response.content) return line;
    return make('details', {}, make('summary', {}, ...line.childNodes),
      ...bodyOf(response.content, description));
  });
}

function field(label, attributes) {
  const quiet = { autocomplete: 'off', spellcheck: 'false' };
  return make('label', {}, label, make('input', { ...quiet, ...attributes }));
}

function urlOf(path, form, parameters) {
  const query = new URLSearchParams();
  let target = path;
  for (const { name, in: place } of parameters) {
    const value = form.elements[`${place}:${name}`].value;
    if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(value));
    if (place === 'query' && value !== '') query.set(name, value);
  }
  return query.size > 0 ? `${target}?${query}` : target;
}

function headersOf(form, parameters) {
  const headers = {};
  const token = byId('token').value.trim();
  if (token) headers.authorization = `Bearer ${token}`;
  for (const { name, in: place } of parameters) {
    const value = place === 'header' ? form.elements[`header:${name}`].value : '';
    if (value) headers[name] = value;
  }
  if (form.elements.body) headers['content-type'] = 'application/json';
  return headers;
}

async function send({ method, path, operation, form, output }) {
  const began = performance.now();
  output.textContent = 'Waiting…';
  try {
    const response = await fetch(urlOf(path, form, operation.parameters), {
      method: method.toUpperCase(),
      headers: headersOf(form, operation.parameters),
      body: form.elements.body?.value,
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    const took = Math.round(performance.now() - began);
    const body = isJson ? pretty(JSON.parse(text)) : text;
    output.textContent = `${response.status} in ${took} ms\n${body}`;
  } catch (error) {
    output.textContent = `No answer: ${error.message}`;
  }
}

function tryForm(method, path, operation) {
  const form = make('form', { class: 'try' }, make('h4', {}, 'Try it'));
  for (const { name, in: place, required } of operation.parameters)
    form.append(field(name, { name: `${place}:${name}`, ...(required ? { required: '' } : {}) }));
  const body = operation.requestBody?.content['application/json'];
  if (body) {
    const area = make('textarea', { name: 'body', rows: 6, spellcheck: 'false' });
    area.value = body.example === undefined ? '{}' : pretty(body.example);
    form.append(make('label', {}, 'Body', area));
  }
  const output = make('pre', { role: 'status', tabindex: 0, 'aria-label': 'Answer' });
  form.append(make('button', { class: 'main' }, `Send ${method.toUpperCase()}`), output);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send({ method, path, operation, form, output });
  });
  return form;
}

function openOperation(box, { method, path, operation }, description) {
  box.append(prose(operation.description));
  const rows = operation.parameters.map(({ in: place, schema, description: text, ...more }) =>
    ({ ...more, type: `${typeOf(schema)}, in the ${place}`, text }));
  if (rows.length > 0) box.append(make('h4', {}, 'Parameters'), table(rows));
  if (operation.requestBody)
    box.append(make('h4', {}, 'Body'), ...bodyOf(operation.requestBody.content, description));
  box.append(make('h4', {}, 'Answers'), ...answersOf(operation, description),
    tryForm(method, path, operation));
}

const methodMark = (method) =>
  make('span', { class: 'method', 'data-method': method }, method.toUpperCase());

function operationBox(entry, description) {
  const { method, path, operation } = entry;
  const box = make('details', { class: 'operation', id: idOf(operation) },
    make('summary', {}, methodMark(method), ' ', make('code', {}, path), ' ',
      make('span', { class: 'what' }, operation.summary ?? '')));
  box.addEventListener('toggle', () => openOperation(box, entry, description), { once: true });
  return box;
}

function byTag(description) {
  const groups = new Map();
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'Others';
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, operation }]);
    }
  }
  return [...groups].sort(([one], [other]) => one.localeCompare(other));
}

function show(description) {
  byId('version').textContent = description.info.version;
  byId('about').replaceWith(prose(description.info.description));
  for (const [tag, entries] of byTag(description)) {
    const id = `tag-${tag.replace(/\W+/g, '-')}`;
    byId('operations').append(make('section', { 'aria-labelledby': id }, make('h2', { id }, tag),
      ...entries.map((entry) => operationBox(entry, description))));
    byId('contents').append(make('h2', {}, tag), make('ul', {}, ...entries.map(contentsLine)));
  }
  byId('state').remove();
  openNamed();
}

const contentsLine = ({ method, path, operation }) => make('li', {},
  make('a', { href: `#${idOf(operation)}` }, methodMark(method), ` ${path}`));

function openNamed() {
  const box = location.hash.length > 1 ? byId(location.hash.slice(1)) : null;
  if (!box?.matches('details')) return;
  box.open = true;
  box.scrollIntoView();
}

function filter(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  for (const line of document.querySelectorAll('#contents li, details.operation')) {
    const text = (line.querySelector('summary') ?? line).textContent.toLowerCase();
    line.hidden = !wanted.every((word) => text.includes(word));
  }
}

function borrowToken() {
  try {
    return JSON.parse(localStorage.getItem('switchboard.session'))?.token;
  } catch {
    return undefined; // no storage, or nothing of ours in it
  }
}

const borrowed = borrowToken();
byId('borrow').hidden = !borrowed;
byId('borrow').addEventListener('click', () => (byId('token').value = borrowed));
byId('filter').addEventListener('input', (event) => filter(event.target.value));
globalThis.addEventListener('hashchange', openNamed);
try {
  const answer = await fetch('/openapi.json', { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
  show(await answer.json());
} catch (error) {
  byId('state').textContent = `The description could not be read: ${error.message}`;
}
