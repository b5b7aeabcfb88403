// How large the values of a job's tasks are, and where they are kept.
import { asking, pager } from './asking.js';
import { h, keyed, text, count, amount, plural, duration } from './ui.js';

const LIMIT = 10;
const EVERY = 2500;
const PLACES = { journal: 'with the job', dropped: 'dropped, as nobody needs it any more' };

export function values({ path, signal, onTask }) {
  const total = h('span', { class: 'quiet', id: 'values-total' });
  const sums = h('ul', { class: 'plain sums', id: 'value-sums' });
  const fetching = h('ul', { class: 'plain running', id: 'fetching' });
  const moving = h('div', {}, h('h3', { text: 'On their way' }), fetching);
  const body = h('tbody');
  const table = h('table', { id: 'values' }, h('thead', {}, h('tr', {}, ['Task', 'Size', 'Where'].map((name) => h('th', { scope: 'col', text: name })))), body);
  const none = h('p', { class: 'quiet', text: 'No task of it has a value yet.' });
  let isRunning = false;
  const questions = asking({ every: EVERY, signal, path: () => `${path}/values?from=${pages.from}&limit=${LIMIT}`, show, moves: (page) => isRunning || page.fetching.length > 0 });
  const pages = pager(LIMIT, h, questions.now);

  function show(page) {
    const places = [{ place: 'With the job itself', ...page.in_journal }, ...page.on_nodes.map((each) => ({ place: each.there ? each.node : `${each.node}, which is not there`, ...each })), { place: 'Dropped, not needed any more', ...page.dropped }].filter((each) => each.values);
    text(total, page.total ? `of ${plural(page.total, 'task')}` : '');
    const most = Math.max(1, ...places.map((each) => each.bytes));
    keyed(sums, places, (each) => each.place, sum, (line, each) => line.show(each, most));
    moving.hidden = page.fetching.length === 0;
    keyed(fetching, page.fetching, (each) => `${each.number} ${each.to}`, (each) => transfer(each, onTask), (line, each) => text(line.lastChild, duration(each.millis)));
    keyed(body, page.values, (value) => value.number, (value) => row(value, onTask), (line, value) => line.show(value));
    none.hidden = page.total > 0;
    table.hidden = page.values.length === 0;
    pages.show(page.next);
  }
  moving.hidden = true;
  table.hidden = true;

  return { changed: (sequence, isOver) => {
    isRunning = !isOver;
    questions.changed(sequence);
  }, element: h('div', {}, h('div', { class: 'row' }, h('h2', { text: 'Values' }), total), none, sums, moving, h('div', { class: 'scroll' }, table), pages.element) };
}

function sum(first) {
  const bar = h('i');
  const told = h('span', { class: 'num' });
  const line = h('li', { class: 'meter' }, h('span', { text: first.place, title: first.place }), h('div', { class: 'track', 'aria-hidden': 'true' }, bar), told);
  line.show = (each, most) => {
    bar.style.width = `${100 * each.bytes / most}%`;
    text(told, `${amount('memory', each.bytes)} in ${count(each.values)}`);
  };
  return line;
}

const transfer = (each, onTask) => h('li', {}, h('button', { type: 'button', class: 'link', onclick: () => onTask(each.task), text: each.task }), h('span', { class: 'grow' }), h('span', { class: 'quiet', text: `${amount('memory', each.bytes)}, ${each.from} → ${each.to}` }), h('span', { class: 'num' }));

function row(first, onTask) {
  const size = h('td', { class: 'num' });
  const where = h('td', { class: 'quiet' });
  const line = h('tr', {}, h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', onclick: () => onTask(first.task), text: first.task, title: 'Explain' })), size, where);
  line.show = (value) => {
    text(size, amount('memory', value.bytes));
    text(where, [value.where === 'away' ? `on ${value.node}, which is not there; made again when needed` : PLACES[value.where] || value.node, value.elements === undefined ? '' : plural(value.elements, 'element')].filter(Boolean).join(' · '));
  };
  return line;
}
