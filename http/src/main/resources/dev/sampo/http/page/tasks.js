import { asking, pager } from './asking.js';
import { h, keyed, retell, text, count, duration, STATES, word } from './ui.js';

const LIMIT = 25;
const EVERY = 1500;

/** The tasks of a job, some at a time, asked for again as the job goes on. */
export function tasks({ path, signal, onTask }) {
  const asked = { state: '', group: '', name: '' };
  const search = h('input', { type: 'search', id: 'task-search', placeholder: 'Part of a name', 'aria-label': 'Search tasks by name' });
  const state = h('select', { id: 'task-state', 'aria-label': 'Only tasks in this state' }, h('option', { value: '', text: 'every state' }), STATES.map((each) => h('option', { value: each, text: word(each) })));
  const group = h('select', { id: 'task-group', 'aria-label': 'Only tasks of this group of the graph' }, h('option', { value: '', text: 'whole graph' }));
  const body = h('tbody');
  const total = h('span', { class: 'quiet', id: 'task-total' });
  const none = h('p', { class: 'quiet empty', hidden: true, text: 'No task matches.' });
  const table = h('table', { id: 'tasks' }, h('thead', {}, h('tr', {}, ['Task', 'State', 'Node', 'At', 'Ran', 'Tries'].map((name) => h('th', { scope: 'col', text: name })))), body);

  const questions = asking({ every: EVERY, signal, path: query, show });
  const pages = pager(LIMIT, h, questions.now);

  function only(wanted) {
    pages.from = 0;
    if (wanted.state !== undefined) state.value = asked.state = wanted.state;
    if (wanted.group !== undefined) group.value = asked.group = String(wanted.group);
    questions.now();
  }

  function query() {
    const wanted = new URLSearchParams({ from: pages.from, limit: LIMIT });
    for (const name of ['state', 'group', 'name']) if (asked[name] !== '') wanted.set(name, asked[name]);
    return `${path}/table?${wanted}`;
  }

  function show(page) {
    keyed(body, page.tasks, (task) => task.number, (task) => row(task, onTask), (line, task) => line.show(task));
    none.hidden = page.tasks.length > 0;
    table.hidden = page.tasks.length === 0;
    text(total, page.matching ? `${count(pages.from + 1)} to ${count(pages.from + page.tasks.length)} of ${count(page.matching)}` : '');
    pages.show(page.next);
  }

  let typed;
  search.addEventListener('input', () => { clearTimeout(typed); typed = setTimeout(() => { asked.name = search.value; pages.from = 0; questions.now(); }, 150); });
  state.addEventListener('change', () => only({ state: state.value }));
  group.addEventListener('change', () => only({ group: group.value }));

  function groups(all) {
    const now = group.value;
    const many = all.filter((each) => each.tasks > 1);
    group.hidden = many.length === 0;
    group.replaceChildren(h('option', { value: '', text: 'whole graph' }), ...many.map((each) => h('option', { value: String(each.id), text: each.name })));
    group.value = now;
    if (group.selectedIndex < 0) group.value = asked.group = '';
  }

  return { only, changed: questions.changed, groups, element: h('div', {}, h('div', { class: 'row wrap' }, h('h2', { text: 'Tasks' }), total, h('span', { class: 'grow' }), search, state, group), h('div', { class: 'scroll' }, table), none, pages.element) };
}

function row(first, onTask) {
  const state = h('span', { class: 'badge' });
  const node = h('td', { class: 'quiet mono' });
  const at = h('td', { class: 'num quiet' });
  const ran = h('td', { class: 'num' });
  const tries = h('td', { class: 'num' });
  const line = h('tr', { 'data-task': first.task }, h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', onclick: () => onTask(first.task), text: first.task, title: 'Explain' })), h('td', {}, state), node, at, ran, tries);
  line.show = (task) => {
    retell(state, task.state);
    text(node, task.node || '');
    text(at, task.start === undefined ? '' : `+${duration(task.start)}`);
    text(ran, duration(task.ran_millis));
    text(tries, task.failures ? `${task.attempts}, ${task.failures} failed` : task.attempts || '');
  };
  return line;
}
