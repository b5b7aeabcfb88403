// Draws a graph of groups in layers, from left to right, and then only changes what changes.
import { h, s, text, count, duration, plural, STATES, word } from './ui.js';

const W = 176;
const H = 50;
const GAP_X = 64;
const GAP_Y = 18;
const BAR = W - 20;
const PAD = 12;

export function graph({ onPick, onTask }) {
  const scene = s('g');
  const svg = s('svg', { class: 'graph', role: 'group', 'aria-label': 'Graph of the job' }, s('defs', {}, s('marker', { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' }, s('path', { d: 'M0 0 8 4 0 8z' }))), scene);
  const note = h('span', { class: 'quiet', id: 'graph-note' });
  const box = { x: 0, y: 0, w: 100, h: 100 };
  const view = { x: 0, y: 0, scale: 1 };
  let groups = new Map();
  let latest = {};
  let isMoved = false;

  const tools = [['−', 'Smaller', () => zoom(0.8)], ['+', 'Larger', () => zoom(1.25)], ['Fit', 'All of it', () => { isMoved = false; fit(); }]].map(([sign, label, act]) => h('button', { type: 'button', class: 'small', 'aria-label': label, onclick: act }, sign));
  const frame = h('div', { class: 'graph-frame' }, svg);
  const element = h('div', {}, h('div', { class: 'row wrap' }, h('h2', { text: 'Graph' }), note, h('span', { class: 'grow' }), tools), frame);

  function place() {
    scene.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale})`);
  }

  function fit() {
    const width = frame.clientWidth || 800;
    const most = Math.max(180, Math.min(460, innerHeight * 0.5));
    view.scale = Math.min(1, (width - 24) / box.w);
    if (view.scale < 0.45 && width < 700) view.scale = 0.6;
    const height = Math.max(90, Math.min(most, box.h * view.scale + 24));
    if (box.h * view.scale + 24 > most) view.scale = Math.max(0.28, Math.min(view.scale, (most - 24) / box.h));
    frame.style.height = `${height}px`;
    view.x = Math.max(12, (width - box.w * view.scale) / 2);
    view.y = Math.max(12, (height - box.h * view.scale) / 2);
    place();
  }

  function zoom(by, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    isMoved = true;
    const scale = Math.max(0.08, Math.min(2.5, view.scale * by));
    view.x = x - (x - view.x) * scale / view.scale;
    view.y = y - (y - view.y) * scale / view.scale;
    view.scale = scale;
    place();
  }

  svg.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const rect = svg.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.12 : 0.89, event.clientX - rect.left, event.clientY - rect.top);
  }, { passive: false });

  let drag = null;
  svg.addEventListener('pointerdown', (event) => { drag = { x: event.clientX, y: event.clientY, moved: false }; });
  svg.addEventListener('pointermove', (event) => {
    if (!drag || !event.buttons) return;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.moved && Math.abs(dx) + Math.abs(dy) < 5) return;
    drag.moved = isMoved = true;
    svg.setPointerCapture(event.pointerId);
    view.x += dx;
    view.y += dy;
    drag.x = event.clientX;
    drag.y = event.clientY;
    place();
  });
  svg.addEventListener('pointerup', () => setTimeout(() => { drag = null; }));

  function draw(drawn) {
    const laid = layers(drawn.groups, drawn.edges);
    box.w = laid.width;
    box.h = laid.height;
    const lines = drawn.edges.map((edge) => line(laid.at.get(edge.from), laid.at.get(edge.to), edge));
    groups = new Map(drawn.groups.map((group) => [group.id, node(group, laid.at.get(group.id))]));
    const focused = scene.contains(document.activeElement) ? document.activeElement.dataset.group : null;
    const frames = laid.frames.map(({ x, y, width, height }) => s('rect', { class: 'fold', x, y, width, height, rx: 12 }));
    scene.replaceChildren(...frames, ...lines, ...groups.values());
    if (focused !== null) [...groups.values()].find((each) => each.dataset.group === focused)?.focus({ preventScroll: true });
    for (const group of drawn.groups) groups.get(group.id).show(latest[group.id] || group.states);
    const how = { none: plural(drawn.tasks, 'task'), kind: `${plural(drawn.tasks, 'task')} in ${plural(drawn.groups.length, 'group')} by name`, depth: `${plural(drawn.tasks, 'task')} in ${plural(drawn.groups.length, 'group')} by depth` }[drawn.collapsed];
    text(note, how + (drawn.edges_left_out ? `, ${count(drawn.edges_left_out)} thin edges left out` : ''));
    if (!isMoved) fit();
  }

  function node(group, at) {
    const isTask = group.tasks === 1;
    const parts = Object.fromEntries(STATES.map((state) => [state, s('rect', { class: `fill-${state}`, y: H - 13, height: 5, width: 0, x: 10 })]));
    const told = s('text', { x: W - 10, y: 20, class: 'tally', 'text-anchor': 'end' });
    const title = s('title');
    const name = s('text', { x: 10, y: 20, class: 'name', text: shortened(group.name, isTask ? 21 : 14) });
    const under = s('text', { x: 10, y: 33, class: 'under', text: group.mean_millis === undefined ? '' : `${isTask ? '' : '⌀ '}${duration(group.mean_millis)}` });
    const act = () => { if (!drag || !drag.moved) isTask ? onTask(group.name) : onPick(group.id); };
    const all = s('g', { class: 'group', tabindex: 0, role: 'button', 'data-group': group.name, transform: `translate(${at.x} ${at.y})`, onclick: act, onkeydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); act(); } } },
      isTask ? null : s('rect', { class: 'behind', x: 4, y: 4, width: W, height: H, rx: 9 }),
      s('rect', { class: 'box', width: W, height: H, rx: 9 }), title, name, told, under,
      s('rect', { class: 'track', x: 10, y: H - 13, width: BAR, height: 5, rx: 2.5 }), Object.values(parts));
    all.show = (states) => {
      let x = 10;
      const words = [];
      for (const state of STATES) {
        const n = states[state] || 0;
        const width = state === 'blocked' ? 0 : BAR * n / group.tasks;
        parts[state].setAttribute('x', x);
        parts[state].setAttribute('width', width);
        x += width;
        if (n) words.push(`${count(n)} ${word(state)}`);
      }
      text(told, isTask ? '' : `${count(states.succeeded || 0)}/${count(group.tasks)}`);
      const worst = states.failed ? 'failed' : states.retrying ? 'retrying' : states.assigned ? 'assigned' : states.succeeded === group.tasks ? 'succeeded' : states.skipped ? 'skipped' : states.cancelled ? 'cancelled' : states.ready ? 'ready' : 'blocked';
      all.setAttribute('class', `group is-${worst}`);
      const label = `${group.name}: ${words.join(', ')}${group.failures ? `; ${count(group.failures)} failed attempts` : ''}`;
      if (title.textContent !== label) {
        title.textContent = label;
        all.setAttribute('aria-label', label);
      }
    };
    return all;
  }

  let wide = 0;
  new ResizeObserver(() => {
    if (frame.clientWidth === wide) return;
    wide = frame.clientWidth;
    if (groups.size && !isMoved) fit();
  }).observe(frame);

  return { element, draw, states: (changed) => {
    latest = { ...latest, ...changed };
    for (const [id, states] of Object.entries(changed)) groups.get(Number(id))?.show(states);
  } };
}

const shortened = (name, max) => name.length <= max ? name : `${name.slice(0, Math.ceil(max / 2))}…${name.slice(1 - Math.floor(max / 2))}`;

function line(from, to, edge) {
  const ahead = to.left > from.left;
  const x1 = from.right;
  const y1 = from.y + H / 2;
  const x2 = ahead ? to.left - 2 : to.right + 2;
  const y2 = to.y + H / 2;
  const bend = ahead ? Math.max(28, (x2 - x1) / 2) : 60;
  return s('path', { class: 'edge', 'stroke-width': Math.min(4, 1.1 + Math.log10(edge.count) * 0.7).toFixed(1), 'marker-end': 'url(#tip)', d: `M${x1} ${y1}C${x1 + bend} ${y1} ${ahead ? x2 - bend : x2 + bend} ${y2} ${x2} ${y2}` });
}

/** Where each group goes: the deeper the further right, and near to what it is connected with. */
function layers(groups, edges) {
  const depths = [...new Set(groups.map((group) => group.depth))].sort((a, b) => a - b);
  const rank = new Map(depths.map((depth, i) => [depth, i]));
  const columns = depths.map(() => []);
  for (const group of groups) columns[rank.get(group.depth)].push(group.id);
  const near = new Map(groups.map((group) => [group.id, { left: [], right: [] }]));
  const columnOf = new Map(groups.map((group) => [group.id, rank.get(group.depth)]));
  for (const { from, to } of edges) {
    if (columnOf.get(from) < columnOf.get(to)) {
      near.get(to).left.push(from);
      near.get(from).right.push(to);
    }
  }
  const place = new Map();
  const settle = () => columns.forEach((column) => column.forEach((id, i) => place.set(id, (i + 0.5) / column.length)));
  settle();
  for (let pass = 0; pass < 6; pass++) {
    const side = pass % 2 ? 'right' : 'left';
    for (const column of pass % 2 ? [...columns].reverse() : columns) {
      const weight = new Map(column.map((id) => {
        const others = near.get(id)[side];
        return [id, others.length ? others.reduce((sum, other) => sum + place.get(other), 0) / others.length : place.get(id)];
      }));
      column.sort((a, b) => weight.get(a) - weight.get(b));
      column.forEach((id, i) => place.set(id, (i + 0.5) / column.length));
    }
  }
  // A wide layer is folded into several columns, or it would be a tower. Edges end at what encloses them: between the columns
  // they would make a chain of what goes side by side.
  const most = Math.max(6, Math.ceil(Math.sqrt(groups.length * 1.5)));
  const at = new Map();
  let x = 0;
  let height = H;
  const folded = columns.map((column) => {
    const pieces = Math.ceil(column.length / most);
    const size = Math.ceil(column.length / pieces);
    return { column, pieces, size };
  });
  const pad = (each) => (each.pieces > 1 ? PAD : 0);
  height = Math.max(...folded.map((each) => each.size * (H + GAP_Y) - GAP_Y + 2 * pad(each)), H);
  const frames = [];
  for (const each of folded) {
    const { column, pieces, size } = each;
    const left = x;
    x += pad(each);
    const right = x + pieces * (W + 24) - 24 + pad(each);
    const tall = size * (H + GAP_Y) - GAP_Y + 2 * PAD;
    if (pieces > 1) frames.push({ x: left, y: (height - tall) / 2, width: right - left, height: tall });
    column.forEach((id, i) => {
      const piece = Math.floor(i / size);
      const rows = Math.min(size, column.length - piece * size);
      const top = (height - (rows * (H + GAP_Y) - GAP_Y)) / 2;
      at.set(id, { x: x + piece * (W + 24), y: top + (i % size) * (H + GAP_Y), left, right });
    });
    x = right + GAP_X;
  }
  return { at, frames, width: x - GAP_X + 4, height: height + 4 };
}
