// Draws when tasks ran on which node. The whole is asked for in bounded pieces, so a part of it shows more than the whole does.
import { asking } from './asking.js';
import { h, text, count, duration, plural } from './ui.js';

const ROW = 13;
const LABEL = 20;
const LOAD = 22;
const AXIS = 24;
const ROWS_MAX = 14;
const EVERY = 2000;

export function timeline({ path, signal, onTask }) {
  const canvas = h('canvas', { class: 'bars', id: 'timeline', tabindex: 0, role: 'img', 'aria-label': 'Timeline' });
  const tip = h('div', { class: 'tip', hidden: true });
  const note = h('span', { class: 'quiet', id: 'timeline-note' });
  const way = h('ol', { class: 'way' });
  const ways = h('details', { class: 'ways' }, h('summary'), way);
  const frame = h('div', { class: 'timeline-frame' }, canvas, tip);
  const whole = h('button', { type: 'button', class: 'small', onclick: () => window(0, Infinity), hidden: true }, 'Whole time');
  const element = h('div', {}, h('div', { class: 'row wrap' }, h('h2', { text: 'Timeline' }), note, h('span', { class: 'grow' }), whole,
    h('span', { class: 'legend' }, h('i', { class: 'fill-succeeded' }), 'ran', h('i', { class: 'fill-assigned' }), 'runs', h('i', { class: 'fill-failed' }), 'failed', h('i', { class: 'critical' }), 'critical path')), frame, ways);
  const asked = { from: 0, to: Infinity };
  let data = null;
  let laid = [];
  let hot = null;

  const questions = asking({
    every: EVERY, signal,
    path: () => `${path}/timeline${asked.from > 0 || asked.to < Infinity ? `?from=${Math.round(asked.from)}&to=${Math.round(asked.to)}` : ''}`,
    show: (drawn) => {
      data = drawn;
      layOut();
      draw();
      tell();
    } });

  /** The end of a job is drawn at once, and apart from the last that was heard before. */
  const changed = (now, isOver) => questions.changed(isOver ? -now.sequence - 1 : now.sequence, isOver);

  function window(from, to) {
    const end = data ? data.now : Infinity;
    const isWhole = to - from >= end || to === Infinity;
    asked.from = isWhole ? 0 : Math.max(0, Math.min(from, end - 1));
    asked.to = isWhole ? Infinity : Math.max(asked.from + 5, Math.min(to, end));
    whole.hidden = isWhole;
    questions.now();
  }

  function layOut() {
    laid = [];
    let y = AXIS;
    for (const lane of data.lanes) {
      const bars = [...lane.bars].sort((a, b) => a.start - b.start);
      const free = [];
      const rows = [];
      for (const bar of bars) {
        if (bar.start === bar.end && bar.state !== 'succeeded') {
          rows.push([bar, 0]);
          continue;
        }
        let row = free.findIndex((until) => until <= bar.start);
        if (row < 0) row = free.length < ROWS_MAX ? free.push(0) - 1 : free.indexOf(Math.min(...free));
        free[row] = bar.end;
        rows.push([bar, row]);
      }
      const height = LABEL + LOAD + Math.max(1, free.length) * ROW + 8;
      laid.push({ lane, rows, y, height });
      y += height;
    }
    canvas.style.height = `${Math.max(60, y)}px`;
  }

  const scale = () => (canvas.clientWidth - 2) / Math.max(1, data.to - data.from);
  const xOf = (time) => 1 + (time - data.from) * scale();

  function draw() {
    if (!data) return;
    const ratio = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!width) return;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const c = canvas.getContext('2d');
    c.scale(ratio, ratio);
    const look = getComputedStyle(canvas);
    const color = (name) => look.getPropertyValue(name).trim();
    const ink = color('--ink');
    const quiet = color('--quiet');
    const fills = { succeeded: color('--succeeded'), assigned: color('--assigned'), failed: color('--failed'), retrying: color('--retrying'), lost: color('--failed') };
    c.clearRect(0, 0, width, height);
    c.font = `11px ${look.fontFamily}`;
    axis(c, width, height, quiet, color('--line'));
    const critical = new Set(data.path.map((bar) => bar.number));
    for (const { lane, rows, y } of laid) {
      c.fillStyle = color('--lane');
      c.fillRect(0, y, width, 1);
      c.fillStyle = ink;
      c.fillText(lane.node, 4, y + 14);
      area(c, lane.load, width, y + LABEL + LOAD, fills.assigned, quiet);
      for (const [bar, row] of rows) {
        const x = xOf(bar.start);
        const top = y + LABEL + LOAD + 4 + row * ROW;
        if (bar.start === bar.end && bar.state !== 'succeeded') {
          mark(c, x, y + LABEL + LOAD - 4, fills[bar.state]);
          continue;
        }
        const wide = Math.max(1, xOf(bar.end) - x);
        c.fillStyle = fills[bar.state];
        const isDim = critical.size && !critical.has(bar.number) && bar.state === 'succeeded';
        c.globalAlpha = isDim ? 0.5 : 1;
        c.fillRect(x, top, Math.max(0.7, wide - (wide > 3 ? 1 : 0)), ROW - 2);
        c.globalAlpha = 1;
        if (bar === hot) {
          c.strokeStyle = ink;
          c.lineWidth = 1.5;
          c.strokeRect(x, top, wide, ROW - 2);
        }
        if (wide > 34) label(c, bar.task, x + 4, top + 9, wide - 8, isDim ? ink : color('--on-bar'));
      }
    }
    route(c, color('--critical'));
  }

  function axis(c, width, height, quiet, lineColor) {
    const rough = (data.to - data.from) / Math.max(2, width / 110);
    const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) || power;
    for (let time = Math.ceil(data.from / step) * step; time <= data.to; time += step) {
      const x = xOf(time);
      c.fillStyle = lineColor;
      c.fillRect(Math.round(x), 16, 1, height);
      c.fillStyle = quiet;
      if (x < width - 40) c.fillText(time ? duration(time) : '0', x + 4, 13);
    }
  }

  function area(c, load, width, base, fill, quiet) {
    const most = Math.max(...load, 0.01);
    c.fillStyle = fill;
    c.globalAlpha = 0.22;
    c.beginPath();
    c.moveTo(1, base);
    load.forEach((value, i) => {
      const y = base - LOAD * value / most;
      c.lineTo(1 + (width - 2) * i / load.length, y);
      c.lineTo(1 + (width - 2) * (i + 1) / load.length, y);
    });
    c.lineTo(width - 1, base);
    c.fill();
    c.globalAlpha = 1;
    c.fillStyle = quiet;
    const most1 = Math.round(most * 10) / 10;
    c.textAlign = 'right';
    c.fillText(`at most ${most1} at a time`, width - 6, base - LOAD - 6);
    c.textAlign = 'left';
  }

  function label(c, words, x, y, room, color) {
    let shown = words;
    while (shown && c.measureText(shown).width > room) shown = shown.slice(0, -1);
    if (shown.length < 2) return;
    c.fillStyle = color;
    c.fillText(shown, x, y);
  }

  function mark(c, x, y, color) {
    c.strokeStyle = color;
    c.lineWidth = 2;
    c.beginPath();
    c.moveTo(x - 3.5, y - 3.5);
    c.lineTo(x + 3.5, y + 3.5);
    c.moveTo(x + 3.5, y - 3.5);
    c.lineTo(x - 3.5, y + 3.5);
    c.stroke();
  }

  /** The critical path, through its bars where they are drawn. */
  function route(c, color) {
    const spots = new Map();
    for (const { rows, y } of laid) for (const [bar, row] of rows) if (bar.state === 'succeeded') spots.set(bar.number, { bar, y: y + LABEL + LOAD + 4 + row * ROW });
    let last = null;
    c.strokeStyle = color;
    for (const step of data.path) {
      const spot = spots.get(step.number);
      if (!spot) continue;
      const x = xOf(spot.bar.start);
      const end = Math.max(x + 1, xOf(spot.bar.end));
      c.lineWidth = 1.5;
      c.strokeRect(x, spot.y - 0.5, end - x - 1, ROW - 1);
      if (last) {
        c.lineWidth = 1;
        c.setLineDash([3, 2]);
        c.beginPath();
        c.moveTo(last.x, last.y);
        c.bezierCurveTo(last.x + 8, last.y, x - 8, spot.y + ROW / 2, x, spot.y + ROW / 2);
        c.stroke();
        c.setLineDash([]);
      }
      last = { x: end, y: spot.y + ROW / 2 };
    }
  }

  function tell() {
    const bars = laid.reduce((sum, each) => sum + each.rows.length, 0);
    text(note, data.bars_left_out ? `the ${count(bars)} longest of ${plural(bars + data.bars_left_out, 'run')}; drag over a part to see more` : '');
    canvas.setAttribute('aria-label', `Timeline of ${duration(data.now)} on ${plural(data.lanes.length, 'node')}; plus and minus zoom, arrows move`);
    ways.hidden = data.path.length === 0;
    const running = data.path.reduce((sum, bar) => sum + bar.end - bar.start, 0);
    text(ways.firstChild, `Critical path: ${plural(data.path.length, 'task')}, ${duration(running)} of ${duration(data.now)} running`);
    way.replaceChildren(...data.path.slice(-60).map((bar, i, all) => {
      const gap = bar.start - (i ? all[i - 1].end : 0);
      return h('li', {}, h('button', { type: 'button', class: 'link', onclick: () => onTask(bar.task), text: bar.task }), h('span', { class: 'quiet', text: ` ${duration(bar.end - bar.start)} on ${bar.node}${gap > 1 ? `, ${duration(gap)} after ${i ? 'the one before' : 'the job was accepted'}` : ''}` }));
    }));
  }

  function under(event) {
    const rect = canvas.getBoundingClientRect();
    const x = event.clientX - rect.left;
    const y = event.clientY - rect.top;
    for (const { rows, y: top, height } of laid) {
      if (y < top || y > top + height) continue;
      for (const [bar, row] of rows) {
        const isMark = bar.start === bar.end && bar.state !== 'succeeded';
        const barTop = isMark ? top + LABEL + LOAD - 9 : top + LABEL + LOAD + 4 + row * ROW;
        const left = xOf(bar.start) - (isMark ? 5 : 1);
        const right = isMark ? left + 10 : Math.max(left + 3, xOf(bar.end) + 1);
        if (x >= left && x <= right && y >= barTop && y <= barTop + ROW) return bar;
      }
    }
    return null;
  }

  let drag = null;
  canvas.addEventListener('pointermove', (event) => {
    if (!data) return;
    const rect = canvas.getBoundingClientRect();
    if (drag !== null && event.buttons) {
      draw();
      const c = canvas.getContext('2d');
      c.fillStyle = getComputedStyle(canvas).getPropertyValue('--choose');
      c.fillRect(Math.min(drag, event.clientX - rect.left), 0, Math.abs(event.clientX - rect.left - drag), canvas.clientHeight);
      return;
    }
    const bar = under(event);
    if (bar !== hot) {
      hot = bar;
      draw();
    }
    tip.hidden = !bar;
    canvas.style.cursor = bar ? 'pointer' : 'crosshair';
    if (bar) {
      tip.textContent = `${bar.task} · ${bar.state === 'assigned' ? 'runs for' : bar.state === 'succeeded' ? '' : bar.state} ${bar.end > bar.start ? duration(bar.end - bar.start) : ''} on ${bar.node}, from +${duration(bar.start)}`;
      tip.style.left = `${Math.max(4, Math.min(event.clientX - rect.left + 12, rect.width - tip.offsetWidth - 8))}px`;
      tip.style.top = `${event.clientY - rect.top + 16}px`;
    }
  });
  canvas.addEventListener('pointerdown', (event) => { drag = event.clientX - canvas.getBoundingClientRect().left; });
  canvas.addEventListener('pointerup', (event) => {
    const x = event.clientX - canvas.getBoundingClientRect().left;
    const from = drag;
    drag = null;
    if (from === null || !data) return;
    if (Math.abs(x - from) > 8) window(data.from + (Math.min(x, from) - 1) / scale(), data.from + (Math.max(x, from) - 1) / scale());
    else if (under(event)) onTask(under(event).task);
  });
  canvas.addEventListener('pointerleave', () => { tip.hidden = true; drag = null; if (hot) { hot = null; draw(); } });
  canvas.addEventListener('keydown', (event) => {
    if (!data) return;
    const span = data.to - data.from;
    const middle = (data.from + data.to) / 2;
    const acts = { '+': [middle - span / 4, middle + span / 4], '=': [middle - span / 4, middle + span / 4], '-': [middle - span, middle + span], ArrowLeft: [data.from - span / 4, data.to - span / 4], ArrowRight: [data.from + span / 4, data.to + span / 4] };
    if (!acts[event.key] || (span >= data.now && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    window(...acts[event.key]);
  });
  const observer = new ResizeObserver(() => draw());
  observer.observe(canvas);
  globalThis.addEventListener('theme', draw, { signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw, { signal });
  signal.addEventListener('abort', () => observer.disconnect());
  return { element, changed };
}
