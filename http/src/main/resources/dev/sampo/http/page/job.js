import { get, hear, part, isPassing, Problem } from './api.js';
import { h, keyed, badge, retell, text, count, duration, clock, dateTime, every, stacked, STATES, word, toast, plural } from './ui.js';
import { graph } from './graph.js';
import { timeline } from './timeline.js';
import { tasks } from './tasks.js';
import { values } from './values.js';
import { output } from './output.js';
import { cancel, pause, resume, rerun } from './steer.js';

const EVENTS_MAX = 200;
const OVER = ['succeeded', 'failed', 'cancelled'];

export function job(id, { signal }) {
  const path = `/v1/jobs/${part(id)}`;
  const state = h('span', { class: 'badge', id: 'status' });
  const name = h('span', { class: 'quiet' });
  const since = h('span', { class: 'quiet' });
  const reason = h('p', { class: 'reason', id: 'reason', hidden: true });
  const awaits = h('p', { class: 'reason is-retrying', id: 'awaits', hidden: true });
  const bar = stacked(id);
  const progress = h('span', { class: 'num', id: 'progress' });
  const took = h('span', { class: 'num quiet' });
  const counts = h('div', { class: 'counts', role: 'group', 'aria-label': 'Tasks by state' });
  const act = (what) => async () => { await what(id); };
  const buttons = {
    pause: h('button', { type: 'button', id: 'pause', hidden: true, onclick: act(pause) }, 'Pause'),
    resume: h('button', { type: 'button', id: 'resume', class: 'primary', hidden: true, onclick: act(resume) }, 'Resume'),
    cancel: h('button', { type: 'button', id: 'cancel', class: 'danger', hidden: true, onclick: act(cancel) }, 'Cancel'),
    rerun: h('button', { type: 'button', id: 'rerun', hidden: true, onclick: again }, 'Run failed again'),
    why: h('button', { type: 'button', id: 'explain', onclick: () => explainJob() }, 'Why?'),
  };
  const drawer = explainer(id, signal);
  const drawing = graph({ onPick: (group) => list.only({ group }), onTask: (task) => drawer.task(task) });
  const bars = timeline({ path, signal, onTask: (task) => drawer.task(task) });
  const list = tasks({ path, signal, onTask: (task) => drawer.task(task) });
  const kept = values({ path, signal, onTask: (task) => drawer.task(task) });
  const events = h('ol', { class: 'events', id: 'events' });
  const left = h('p', { class: 'quiet small' });
  const running = h('ul', { class: 'plain running' });
  const none = h('p', { class: 'quiet', text: 'Nothing of it runs.' });
  let known = -1;
  let status = '';

  async function again() {
    const failed = await get(`${path}/table?state=failed&limit=100`, signal);
    if (failed.tasks.length) rerun(id, failed.tasks.map((task) => task.task));
    else toast('No task of it has failed.', 'bad');
  }

  function waits(now) {
    awaits.hidden = !now.awaits;
    text(awaits, (now.awaits || []).join('; '));
  }

  every(3000, signal, async (isLatest) => {
    const now = !status || OVER.includes(status) ? {} : await get(path, signal);
    if (isLatest()) waits(now);
  });

  const explainJob = () => drawer.job();

  async function redraw(wanted) {
    const drawn = await get(`${path}/graph`, signal);
    known = wanted;
    drawing.draw(drawn);
    list.groups(drawn.groups);
  }

  function look(kind, now) {
    status = now.status;
    retell(state, now.status);
    reason.hidden = !now.reason;
    text(reason, now.reason);
    reason.className = `reason is-${now.status}`;
    bar.show(now.states, now.tasks);
    const done = now.states.succeeded || 0;
    text(progress, `${count(done)} of ${plural(now.tasks, 'task')} done`);
    text(took, duration(now.now));
    keyed(counts, STATES.filter((each) => now.states[each]), (each) => each,
      (each) => h('button', { type: 'button', class: `count is-${each}`, 'data-state': each, onclick: () => list.only({ state: each }) }, h('strong'), h('span', { text: word(each) })),
      (button, each) => text(button.firstChild, count(now.states[each])));
    const isOver = OVER.includes(now.status);
    buttons.pause.hidden = now.status !== 'running';
    buttons.resume.hidden = now.status !== 'paused';
    buttons.cancel.hidden = isOver || now.status === 'cancelling';
    buttons.rerun.hidden = !isOver || !now.states.failed;
    drawing.states(now.groups);
    if (now.graph !== known && now.graph) {
      known = now.graph;
      redraw(now.graph).catch(() => { known = -1; });
    }
    bars.changed(now, isOver);
    list.changed(now.sequence);
    kept.changed(now.sequence, isOver);
    none.hidden = now.running.length > 0;
    none.textContent = isOver ? 'It is over.' : 'Nothing of it runs.';
    keyed(running, [...now.running].sort((a, b) => a.since - b.since).slice(0, 12), (each) => each.number,
      (each) => h('li', {}, h('button', { type: 'button', class: 'link', onclick: () => drawer.task(each.task), text: each.task }), h('span', { class: 'grow' }), h('span', { class: 'quiet mono', text: each.node }), h('span', { class: 'num' })),
      (line, each) => text(line.lastChild, duration(Math.max(0, now.now - each.since))));
    told(now);
  }

  let latest = -1;
  function told(now) {
    for (const event of now.events) {
      if (event.number <= latest) continue;
      latest = event.number;
      events.prepend(line(event));
    }
    while (events.childElementCount > EVENTS_MAX) events.lastElementChild.remove();
    text(left, now.events_left_out > 20 ? `${count(now.events_left_out)} more went by since the last look` : '');
  }

  const line = (event) => h('li', { class: `on-${event.event}` },
    h('time', { text: clock(event.at), title: dateTime(event.at) }),
    h('b', { text: event.event }),
    event.task ? h('button', { type: 'button', class: 'link', onclick: () => drawer.task(event.task), text: event.task }) : null,
    h('span', { class: 'quiet', text: [event.node && `on ${event.node}`, event.attempt > 1 && `attempt ${event.attempt}`, event.micros !== undefined && duration(event.micros / 1000), event.event === 'succeeded' ? '' : event.detail].filter(Boolean).join(' · ') }));

  async function begin() {
    try {
      const now = await get(path, signal);
      status = now.status;
      retell(state, now.status);
      text(name, now.name === id ? '' : now.name);
      text(since, `accepted ${dateTime(now.accepted_at)}`);
      reason.hidden = !now.reason;
      text(reason, now.reason);
      waits(now);
      await hear(`${path}/live`, signal, look);
    } catch (failure) {
      if (signal.aborted) return;
      if (isPassing(failure)) {
        if (failure instanceof Problem) {
          reason.hidden = false;
          text(reason, failure.message);
        }
        setTimeout(begin, 1500);
      } else if (failure instanceof Problem) missing(failure);
      else throw failure;
    }
  }

  const view = h('div', { class: 'view job' });
  function missing(failure) {
    view.replaceChildren(h('h1', { text: id }), h('p', { class: 'reason is-failed', text: failure.message }), h('p', {}, h('a', { href: '#/jobs', text: 'All jobs' })));
  }
  view.append(
    h('div', { class: 'row wrap head' }, h('h1', { text: id }), state, name, h('span', { class: 'grow' }), buttons.why, buttons.rerun, buttons.resume, buttons.pause, buttons.cancel),
    reason,
    awaits,
    h('div', { class: 'panel summary' }, h('div', { class: 'row wrap' }, progress, took, h('span', { class: 'grow' }), since), bar, counts),
    h('section', { class: 'panel', 'aria-label': 'Graph' }, drawing.element),
    h('section', { class: 'panel', 'aria-label': 'Timeline' }, bars.element),
    h('div', { class: 'halves' },
      h('div', { class: 'stack' },
        h('section', { class: 'panel', 'aria-label': 'Tasks' }, list.element),
        h('section', { class: 'panel', 'aria-label': 'Values' }, kept.element)),
      h('div', { class: 'stack' },
        h('section', { class: 'panel', 'aria-label': 'Running' }, h('h2', { text: 'Running' }), running, none),
        h('section', { class: 'panel', 'aria-label': 'Events' }, h('div', { class: 'row' }, h('h2', { text: 'Events' }), h('span', { class: 'grow' }), left), events))),
    drawer.element);
  begin();
  return view;
}

/** Tells why, beside what is looked at. */
function explainer(id, signal) {
  const title = h('h2', { id: 'why-title' });
  const content = h('div', { class: 'why', id: 'why' });
  const close = h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => shut() }, '✕');
  const element = h('aside', { class: 'drawer', hidden: true, 'aria-labelledby': 'why-title', tabindex: '-1' }, h('div', { class: 'row' }, title, h('span', { class: 'grow' }), close), content);
  let opener = null;
  let asked = 0;
  let shown = new AbortController();
  function shut() {
    shown.abort();
    element.hidden = true;
    if (opener && opener.isConnected) opener.focus();
  }
  element.addEventListener('keydown', (event) => { if (event.key === 'Escape') shut(); });

  async function show(heading, path, tell) {
    const mine = ++asked;
    shown.abort();
    shown = new AbortController();
    if (element.hidden) opener = document.activeElement;
    text(title, heading);
    content.replaceChildren(h('p', { class: 'quiet', text: 'Asking …' }));
    element.hidden = false;
    element.focus();
    try {
      const answer = await get(path, signal);
      if (mine === asked) content.replaceChildren(...tell(answer).filter(Boolean));
    } catch (failure) {
      if (mine === asked) content.replaceChildren(h('p', { class: 'bad', text: failure.isTold ? 'The node does not answer.' : failure.message }));
    }
  }

  const of = `/v1/jobs/${part(id)}`;
  const section = (heading, ...content) => h('section', {}, h('h3', { text: heading }), ...content);
  const fold = (heading, open, ...content) => h('details', { open }, h('summary', { text: heading }), ...content);

  function ofTask(why) {
    const written = output({ job: id, task: why.task, state: why.state, signal: AbortSignal.any([signal, shown.signal]) });
    return [
      h('p', {}, badge(why.state)),
      h('p', { class: 'lead', text: why.summary }),
      why.late ? h('p', { text: why.late }) : null,
      why.waiting_for.length ? section('It waits for', h('ul', {}, why.waiting_for.slice(0, 50).map((each) => h('li', { text: each })))) : null,
      why.placement ? section('Where, and why there', h('p', { text: why.placement })) : null,
      why.candidates.length ? fold(`What stands for and against each node (${why.candidates.length})`, true, h('ul', { class: 'plain candidates' }, why.candidates.slice(0, 100).map((each) => h('li', { class: each.fits ? 'fits' : '' }, h('b', { text: `${each.fits ? '✓' : '✕'} ${each.node}` }), ` ${each.why}`))), why.candidates.length > 100 ? h('p', { text: `and ${why.candidates.length - 100} more` }) : null) : null,
      why.story.length ? section('What happened to it', h('ol', { class: 'story' }, why.story.map((each) => h('li', { text: each })))) : null,
      h('div', { class: 'row wrap' }, h('button', { type: 'button', onclick: () => rerun(id, [why.task]) }, 'Run again from here'), written && written.button),
      written && written.element,
    ];
  }

  function ofJob(why) {
    const [lead, ...way] = why.why.split('\n').map((line) => line.trim());
    return [
      h('p', { class: 'lead', text: lead }),
      why.outlook && !OVER.includes(why.job.status) ? section('When it will be done', h('p', { text: why.outlook })) : null,
      way.length ? fold(`The tasks that waited for one another (${way.length})`, way.length <= 12, h('ol', { class: 'story' }, way.map((each) => h('li', { text: each })))) : null,
      why.tasks.length ? section(`Of the tasks that are ${word(why.because)}`, ...why.tasks.map((each) => h('p', {}, h('button', { type: 'button', class: 'link', onclick: () => task(each.task), text: each.task }), ` ${each.summary}`))) : null,
    ];
  }

  const task = (name) => show(name, `${of}/tasks/${part(name)}/explanation`, ofTask);
  return { element, task, job: () => show(`Why ${id} stands where it stands`, `${of}/explanation`, ofJob) };
}
