// Makes elements, keeps lists in step with data, and writes numbers and times. Text only ever becomes text: nothing here makes markup of it.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.setAttribute('class', value);
    else if (name === 'text') node.textContent = value;
    else if (name === 'value') node.value = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat()) {
    if (child !== undefined && child !== null && child !== false) node.append(child);
  }
  return node;
}

export const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);
export const s = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);

export function text(node, value) {
  const now = String(value);
  if (node.textContent !== now) node.textContent = now;
}

/** Has parent contain one element per item, the same one for the same key; what stays keeps its focus. */
export function keyed(parent, items, key, make, update) {
  const known = parent.known || (parent.known = new Map());
  const wanted = new Set();
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    wanted.add(id);
    let node = known.get(id);
    if (!node) {
      node = make(item);
      known.set(id, node);
    }
    if (update) update(node, item);
    if (node !== place) parent.insertBefore(node, place);
    else place = place.nextElementSibling;
  }
  for (const [id, node] of known) {
    if (!wanted.has(id)) {
      node.remove();
      known.delete(id);
    }
  }
}

export const STATES = ['succeeded', 'assigned', 'ready', 'retrying', 'expanded', 'blocked', 'failed', 'skipped', 'cancelled'];
const STATE_WORDS = { assigned: 'running', blocked: 'waiting', expanded: 'made of others' };
export const word = (state) => STATE_WORDS[state] || state;

const GLYPHS = { succeeded: '✓', assigned: '▸', running: '▸', ready: '○', retrying: '↻', expanded: '◇', blocked: '·', failed: '✕', lost: '✕', skipped: '⤼', cancelled: '–', cancelling: '–', paused: '॥', healthy: '●', degraded: '◐', offline: '○', active: '●', cordoned: '◐', draining: '◔' };

/** A state in a colour, with a sign and a word for whoever does not see colours. */
export function badge(state, words) {
  return h('span', { class: `badge is-${state}` }, h('i', { 'aria-hidden': 'true', text: GLYPHS[state] || '•' }), words || word(state));
}

export function retell(node, state, words) {
  if (node.dataset.state === state) return;
  const fresh = badge(state, words);
  node.className = fresh.className;
  node.dataset.state = state;
  node.replaceChildren(...fresh.childNodes);
}

const plain = new Intl.NumberFormat('en');
export const count = (n) => plain.format(n);
export const plural = (n, one, many) => `${count(n)} ${n === 1 ? one : many || one + 's'}`;

export function duration(millis) {
  if (millis === undefined || millis === null) return '';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 10000) return `${(millis / 1000).toFixed(1)} s`;
  if (millis < 60000) return `${Math.round(millis / 1000)} s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 2880) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 1440)} days`;
}

export function ago(at) {
  const millis = Date.now() - at;
  return millis < 2000 ? 'just now' : `${duration(millis).replace(/ \d+ s$/, '')} ago`;
}

export const clock = (at) => new Date(at).toLocaleTimeString('en-GB');
export const dateTime = (at) => new Date(at).toLocaleString('en-GB');

export function amount(name, value) {
  if (name !== 'memory') return count(Math.round(value * 100) / 100);
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let left = value;
  while (left >= 1024 && unit < units.length - 1) {
    left /= 1024;
    unit++;
  }
  return `${left >= 100 || Number.isInteger(left) ? Math.round(left) : left.toFixed(1)} ${units[unit]}`;
}

/** A bar in parts by state. */
export function stacked(label) {
  const bar = h('div', { class: 'stacked', role: 'img' });
  const parts = {};
  for (const state of STATES) bar.append(parts[state] = h('span', { class: `fill-${state}` }));
  bar.show = (states, total) => {
    const told = [];
    for (const state of STATES) {
      const n = states[state] || 0;
      parts[state].style.flexGrow = n;
      parts[state].hidden = !n;
      if (n) told.push(`${count(n)} ${word(state)}`);
    }
    bar.setAttribute('aria-label', `${label ? label + ': ' : ''}${told.join(', ') || 'no tasks'} of ${count(total)}`);
    bar.title = told.join(' · ');
  };
  return bar;
}

/** Calls at once and then every so often while the page can be seen, until the signal is given. What is called is told how to find out whether it was called again since. */
export function every(millis, signal, call) {
  let timer;
  let calls = 0;
  const again = async () => {
    const mine = ++calls;
    clearTimeout(timer);
    if (signal.aborted) return;
    if (!document.hidden) {
      try {
        await call(() => mine === calls);
      } catch (failure) {
        if (!failure.isTold && !signal.aborted) console.warn(failure);
      }
    }
    if (!signal.aborted && mine === calls) timer = setTimeout(again, millis);
  };
  document.addEventListener('visibilitychange', () => { if (!document.hidden) again(); }, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  again();
  return again;
}

export function toast(message, kind = 'good') {
  const note = h('div', { class: `toast ${kind}` }, message);
  document.getElementById('toasts').append(note);
  setTimeout(() => note.remove(), kind === 'bad' ? 9000 : 4500);
}

/** Asks before something is done. Resolves with what was typed or chosen, or null. */
export function confirmed({ title, body, verb, danger, field }) {
  return new Promise((resolve) => {
    const input = field && h('input', { id: 'said', type: 'text', value: field.value || '', maxlength: 500, autocomplete: 'off' });
    const dialog = h('dialog', { class: 'ask', 'aria-labelledby': 'ask-title' },
      h('h2', { id: 'ask-title', text: title }),
      h('p', { text: body }),
      input && h('label', { for: 'said' }, field.label, input),
      h('div', { class: 'row end' },
        h('button', { type: 'button', onclick: () => dialog.close('no') }, 'Leave it'),
        h('button', { type: 'button', class: danger ? 'danger' : 'primary', id: 'confirm', onclick: () => dialog.close('yes') }, verb)));
    input && input.addEventListener('keydown', (event) => { if (event.key === 'Enter') dialog.close('yes'); });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? (input ? input.value : true) : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    (input || dialog.querySelector('button')).focus();
  });
}
