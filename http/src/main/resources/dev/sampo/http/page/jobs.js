import { get, part } from './api.js';
import { h, keyed, retell, text, count, duration, ago, every, stacked, dateTime } from './ui.js';

const STATUSES = ['', 'running', 'paused', 'cancelling', 'succeeded', 'failed', 'cancelled'];
const LIMIT = 25;

export function jobs({ query, signal }) {
  const asked = { status: query.get('status') || '', name: query.get('name') || '' };
  let before = [];
  let after = '';
  let next = null;
  const search = h('input', { type: 'search', id: 'search', placeholder: 'Part of an id or name', value: asked.name, 'aria-label': 'Search jobs by id or name' });
  const status = h('select', { id: 'status', 'aria-label': 'Only jobs of this status' }, STATUSES.map((each) => h('option', { value: each, text: each || 'every status' })));
  status.value = asked.status;
  const body = h('tbody');
  const table = h('table', { class: 'jobs' },
    h('thead', {}, h('tr', {}, ['Job', 'Status', 'Tasks', 'Began', 'Took'].map((name) => h('th', { scope: 'col', text: name })))), body);
  const none = h('p', { class: 'quiet empty', hidden: true });
  const total = h('span', { class: 'quiet', id: 'total' });
  const back = h('button', { type: 'button', onclick: () => { after = before.pop() || ''; again(); } }, '← Later');
  const on = h('button', { type: 'button', onclick: () => { before.push(after); after = next; again(); } }, 'Earlier →');

  const again = every(2000, signal, async (isLatest) => {
    const wanted = new URLSearchParams({ limit: LIMIT });
    for (const [name, value] of Object.entries({ ...asked, after })) if (value) wanted.set(name, value);
    const page = await get(`/v1/jobs?${wanted}`, signal);
    if (!isLatest()) return;
    next = page.next || null;
    keyed(body, page.jobs, (job) => job.job, row, (line, job) => line.show(job));
    text(total, page.total === 1 ? '1 job' : `${count(page.total)} jobs`);
    back.hidden = before.length === 0;
    on.hidden = !next;
    none.hidden = page.jobs.length > 0;
    table.hidden = page.jobs.length === 0;
    text(none, asked.name || asked.status ? 'No job matches.' : 'There is no job yet. Submit one, and it is here at once.');
  });

  let typed;
  const changed = () => {
    asked.name = search.value;
    asked.status = status.value;
    before = [];
    after = '';
    const kept = new URLSearchParams(Object.entries(asked).filter((each) => each[1]));
    history.replaceState(null, '', `#/jobs${kept.size ? '?' + kept : ''}`);
    again();
  };
  search.addEventListener('input', () => { clearTimeout(typed); typed = setTimeout(changed, 150); });
  status.addEventListener('change', changed);
  return h('div', { class: 'view' },
    h('div', { class: 'row wrap' }, h('h1', { text: 'Jobs' }), total, h('span', { class: 'grow' }), search, status),
    h('div', { class: 'panel flush' }, table, none), h('div', { class: 'row end' }, back, on));
}

function row(first) {
  const name = h('small', { class: 'quiet' });
  const awaits = h('small', { class: 'quiet', hidden: true });
  const state = h('span', { class: 'badge' });
  const bar = stacked(first.job);
  const done = h('small', { class: 'num' });
  const began = h('td', { class: 'quiet when' });
  const took = h('td', { class: 'num' });
  const line = h('tr', { 'data-job': first.job },
    h('th', { scope: 'row' }, h('a', { href: `#/jobs/${part(first.job)}`, text: first.job }), name, awaits),
    h('td', {}, state), h('td', { class: 'progress' }, bar, done), began, took);
  line.show = (job) => {
    text(name, job.name);
    awaits.hidden = !job.awaits;
    text(awaits, (job.awaits || []).join('; '));
    retell(state, job.status);
    bar.show({ succeeded: job.succeeded, assigned: job.assigned, ready: job.ready, blocked: job.waiting, failed: job.failed, skipped: job.skipped }, job.tasks);
    text(done, `${count(job.succeeded)} of ${count(job.tasks)}${job.failed ? `, ${count(job.failed)} failed` : ''}`);
    text(began, ago(job.accepted_at));
    began.title = dateTime(job.accepted_at);
    text(took, duration((job.ended_at || Date.now()) - job.accepted_at));
  };
  return line;
}
