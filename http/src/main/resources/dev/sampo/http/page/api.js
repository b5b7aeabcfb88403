// Asks the node this page came from. The pass is kept for this tab only, and sent in a header: it is in no URL and no cookie.

const PASS = 'sampo-pass';
const listeners = new Set();
export const state = { pass: sessionStorage.getItem(PASS), lostAt: 0, node: '' };

export const onChange = (listener) => listeners.add(listener);
const tell = () => listeners.forEach((listener) => listener());

export class Problem extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

function keep(pass) {
  state.pass = pass;
  if (pass) sessionStorage.setItem(PASS, pass);
  else sessionStorage.removeItem(PASS);
  tell();
}

/** A link's code is taken out of the address before anything else is done with it. */
export async function enter() {
  const code = /^#code=([\w-]+)$/.exec(location.hash);
  if (!code) return;
  history.replaceState(null, '', location.pathname);
  try {
    keep((await send('POST', '/v1/page/pass', { code: code[1] })).pass);
  } catch (failure) {
    if (!state.pass) throw failure;
  }
}

export const leave = () => keep(null);

function online() {
  if (state.lostAt) {
    state.lostAt = 0;
    tell();
  }
}

let trying;
function lost() {
  if (!state.lostAt) {
    state.lostAt = Date.now();
    tell();
  }
  // One question at a time finds out when it is back; what is shown asks by itself then.
  if (!trying) trying = setTimeout(async () => {
    trying = null;
    if (state.lostAt) await get('/v1/cluster').catch(() => {});
  }, 1000);
}

// A node that is frozen neither answers nor breaks off.
const ANSWERS_WITHIN = 15000;
const SPEAKS_WITHIN = 12000;

async function ask(path, options, read = (response) => response.json()) {
  let problem;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWERS_WITHIN);
  try {
    const response = await fetch(path, { ...options, signal: options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal, cache: 'no-store', credentials: 'omit', headers: { ...(state.pass ? { Authorization: `Bearer ${state.pass}` } : {}), ...options.headers } });
    online();
    if (response.ok) return await read(response);
    const told = await response.json().catch(() => ({ code: 'STRANGE', detail: `HTTP ${response.status}` }));
    problem = new Problem(response.status, told.code, told.detail);
  } catch (failure) {
    if (!options.signal?.aborted) lost();
    failure.isTold = true;
    throw failure;
  } finally {
    clearTimeout(timer);
  }
  if (problem.status === 401 && state.pass) keep(null);
  throw problem;
}

export const get = (path, signal) => ask(path, { signal });
export const send = (method, path, body = {}) => ask(path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });

/** Whether to ask again helps. */
export const isPassing = (failure) => Boolean(failure.isTold) || failure instanceof Problem && (failure.status >= 500 || failure.status === 429);

export const part = encodeURIComponent;
const pause = (millis) => new Promise((done) => setTimeout(done, millis));

const seen = (signal) => new Promise((done) => {
  if (!document.hidden) done();
  else document.addEventListener('visibilitychange', () => { if (!document.hidden) done(); }, { signal });
});

/** Given when nobody sees the page any more. */
function whenHidden(signal) {
  const hidden = new AbortController();
  const look = () => { if (document.hidden) hidden.abort(); };
  document.addEventListener('visibilitychange', look, { signal: AbortSignal.any([signal, hidden.signal]) });
  return hidden;
}

/**
 * Hears an event stream while the page can be seen: all tabs together have only a few connections to a node. When it breaks off it
 * goes on after the last event. Ends when told to, or when the stream says that it is over.
 */
export async function hear(path, signal, onEvent) {
  let last = '';
  let wait = 300;
  while (!signal.aborted && state.pass) {
    await seen(signal);
    const hidden = whenHidden(signal);
    try {
      const headers = { Accept: 'text/event-stream', ...(last ? { 'Last-Event-ID': last } : {}) };
      const response = await ask(path, { signal: AbortSignal.any([signal, hidden.signal]), headers }, (opened) => opened);
      wait = 300;
      for await (const event of events(response.body)) {
        if (event.id) last = event.id;
        onEvent(event.event, JSON.parse(event.data));
        if (event.event === 'over') return;
      }
    } catch (failure) {
      if (signal.aborted) return;
      if (hidden.signal.aborted) continue;
      if (failure instanceof Problem && !isPassing(failure)) throw failure;
      if (!(failure instanceof Problem)) lost();
    } finally {
      hidden.abort();
    }
    await pause(wait);
    wait = Math.min(3000, wait * 2);
  }
}

/** What comes next; even when nothing happens something does every few seconds. */
function spoken(reader) {
  let timer;
  const silence = new Promise((none, fail) => { timer = setTimeout(() => fail(new Error('silence')), SPEAKS_WITHIN); });
  return Promise.race([reader.read(), silence]).finally(() => clearTimeout(timer));
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await spoken(reader);
      if (done) return;
      rest += value;
      let end;
      while ((end = rest.indexOf('\n\n')) >= 0) {
        const event = { event: 'message', data: '', id: '' };
        for (const line of rest.slice(0, end).split('\n')) {
          const colon = line.indexOf(': ');
          if (colon > 0) event[line.slice(0, colon)] = line.slice(colon + 2);
        }
        rest = rest.slice(end + 2);
        if (event.data) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
