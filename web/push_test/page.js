// The push tester: one Socket.IO connection, and a form for every call of the push API. Served as
// /push/test; with everything inlined it is docs/examples/websocket-client.html.

const LOG_ENTRIES_MAX = 500;
const ANSWER_MS_MAX = 15_000;

const byId = (id) => document.getElementById(id);
const connection = byId('connection');
const entries = document.querySelector('#log ol');
let socket = null;

// --- what is shown

function clock(now = new Date()) {
  const two = (number) => String(number).padStart(2, '0');
  const seconds = `${two(now.getSeconds())}.${String(now.getMilliseconds()).padStart(3, '0')}`;
  return `${two(now.getHours())}:${two(now.getMinutes())}:${seconds}`;
}

function pretty(value) {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

function note(what, ...values) {
  byId('empty').hidden = true;
  const log = byId('log');
  const isAtEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 20;
  const entry = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = clock();
  const text = document.createElement('pre');
  text.textContent = values.map(pretty).join('\n');
  entry.append(time, ` ${what}`, text);
  entries.append(entry);
  while (entries.children.length > LOG_ENTRIES_MAX) entries.firstChild.remove();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

// `state`: off, on or trouble.
function show(state, sentence) {
  byId('state').dataset.state = state;
  byId('state').textContent = sentence;
  const isOn = state === 'on';
  byId('ping').disabled = !isOn;
  byId('leave').disabled = socket === null;
  document.querySelector('#event button').disabled = !isOn;
}

// --- the connection

// `ws://localhost:8090/` is a good name for the server too.
function server() {
  const { protocol, host } = new URL(connection.elements.url.value.trim());
  return `${protocol.replace(/^ws/, 'http')}//${host}`;
}

const token = () => connection.elements.token.value.trim().replace(/^Bearer\s+/i, '');

function clientProgram(base) {
  if (globalThis.io) return Promise.resolve(globalThis.io);
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${base}/push/socket.io.min.js`;
    script.onload = () => resolve(globalThis.io);
    script.onerror = () => {
      script.remove();
      reject(new Error(`there is no server at ${base}`));
    };
    document.head.append(script);
  });
}

function payload() {
  const { inbox, recovery } = connection.elements;
  return {
    token: token(),
    ...(inbox.checked && { inbox: true }),
    ...(recovery.checked && { recovery: true }),
  };
}

function leave(sentence) {
  if (socket === null) return;
  const left = socket;
  socket = null;
  left.removeAllListeners();
  left.offAny();
  left.io.removeAllListeners();
  left.disconnect();
  note('disconnected');
  show('off', sentence);
}

function listen(opened) {
  const { io: line } = opened;
  opened.on('connect', () => {
    const { name } = line.engine.transport;
    note('connected', { id: opened.id, transport: name, recovered: opened.recovered });
    show('on', `Connected over ${name}`);
    line.engine.once('upgrade', (transport) => show('on', `Connected over ${transport.name}`));
  });
  opened.on('connect_error', (error) => {
    note('refused', error.message);
    // Active: the line is down, and the client tries again by itself.
    if (opened.active) return show('trouble', `No connection: ${error.message}. Trying again …`);
    socket = null;
    opened.disconnect();
    show('trouble', `Refused: ${error.message}`);
  });
  opened.on('disconnect', (reason) => {
    note('disconnected', reason);
    if (opened.active) return show('trouble', `Cut off: ${reason}. Trying again …`);
    socket = null;
    show('off', `Disconnected: ${reason}`);
  });
  opened.onAny((name, ...values) => note(`received ${name}`, ...values));
}

async function connect() {
  leave('Not connected');
  let base;
  try {
    base = server();
  } catch {
    return show('trouble', 'The server is an address such as http://127.0.0.1:8090');
  }
  show('off', 'Connecting …');
  try {
    const io = await clientProgram(base);
    leave('Not connected');
    socket = io(base, {
      auth: (give) => give(payload()),
      forceNew: true,
      transports: connection.elements.transport.value.split(' '),
    });
    listen(socket);
    show('off', 'Connecting …');
  } catch (error) {
    show('trouble', `No connection: ${error.message}`);
  }
}

async function sendEvent(form) {
  const { name, argument } = form.elements;
  if (!isJson(argument)) return;
  const values = argument.value.trim() === '' ? [] : [JSON.parse(argument.value)];
  note(`sent ${name.value}`, ...values);
  try {
    note(`answer to ${name.value}`, await socket.timeout(5000).emitWithAck(name.value, ...values));
  } catch {
    note(`no answer to ${name.value}`);
  }
}

// --- calls

// Says at the field itself when it holds no JSON. An empty one is none and is fine.
function isJson(field) {
  let complaint = '';
  try {
    if (field.value.trim() !== '') JSON.parse(field.value);
  } catch (error) {
    complaint = `This is no JSON: ${error.message}`;
  }
  field.setCustomValidity(complaint);
  return field.reportValidity();
}

function valueOf(field) {
  if (field.type === 'checkbox') return field.checked || undefined;
  if (field.dataset.kind === 'list')
    return field.value.split(',').map((part) => part.trim()).filter((part) => part !== '');
  if (field.dataset.kind !== 'json') return field.value;
  return field.value.trim() === '' ? undefined : JSON.parse(field.value);
}

// The request that a form stands for: its fields are named by the path, or are the body's.
function requestOf(form) {
  const named = [...form.elements].filter(({ name }) => name);
  const values = Object.fromEntries(named.map((field) => [field.name, valueOf(field)]));
  const { method, path: pattern } = form.dataset;
  const path = pattern.replace(/\{(\w+)\}/, (_, name) => encodeURIComponent(values[name]));
  const headers = { Authorization: `Bearer ${token()}` };
  if (method !== 'POST') return { path, options: { method, headers } };
  headers['Content-Type'] = 'application/json';
  return { path, options: { method, headers, body: JSON.stringify(values) } };
}

async function call(form) {
  if (![...form.querySelectorAll('[data-kind=json]')].every(isJson)) return;
  const answer = form.querySelector('output');
  const { path, options } = requestOf(form);
  answer.dataset.state = '';
  answer.textContent = 'Waiting …';
  const begun = performance.now();
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX);
    const response = await fetch(server() + path, { ...options, signal });
    const text = await response.text();
    const took = Math.round(performance.now() - begun);
    answer.dataset.state = response.ok ? '' : 'trouble';
    answer.textContent = `${response.status} in ${took} ms\n${readable(text)}`;
  } catch (error) {
    answer.dataset.state = 'trouble';
    answer.textContent = `No answer: ${error.message}`;
  }
}

function readable(text) {
  try {
    return pretty(JSON.parse(text));
  } catch {
    return text;
  }
}

// --- the page

// A form sends to where its caption says, and its answer stands below its button.
function finishCall(form) {
  const { method, path } = form.dataset;
  const address = document.createElement('code');
  address.textContent = `${method} ${path}`;
  form.querySelector('h3').after(address);
  const button = document.createElement('button');
  button.textContent = form.querySelector('h3').textContent;
  const row = document.createElement('p');
  row.className = 'buttons';
  row.append(button);
  const answer = document.createElement('output');
  answer.setAttribute('aria-label', `Answer: ${button.textContent}`);
  form.append(row, answer);
  onSubmit(form, call);
}

function onSubmit(form, act) {
  form.addEventListener('input', (event) => event.target.setCustomValidity(''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(form);
  });
}

// The token that the web client keeps, when it is of this origin and somebody is signed in.
function signedInToken() {
  try {
    return JSON.parse(localStorage.getItem('switchboard.session'))?.token ?? null;
  } catch {
    return null;
  }
}

document.querySelectorAll('#calls form').forEach(finishCall);
onSubmit(connection, connect);
onSubmit(byId('event'), sendEvent);
byId('leave').addEventListener('click', () => leave('Disconnected'));
byId('ping').addEventListener('click', () => {
  note('sent ping');
  socket.emit('ping');
});
byId('clear').addEventListener('click', () => {
  entries.replaceChildren();
  byId('empty').hidden = false;
});
byId('borrow').hidden = signedInToken() === null;
byId('borrow').addEventListener('click', () => {
  connection.elements.token.value = signedInToken() ?? '';
});
connection.elements.url.value =
  location.protocol === 'file:' ? 'http://127.0.0.1:8090' : location.origin;
