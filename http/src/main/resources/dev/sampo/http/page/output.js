// What a command writes, as it writes it.
import { get, hear, part } from './api.js';
import { h, badge, text, count } from './ui.js';

const LETTERS_MAX = 100000;

/** The end of one stream, in letters; further back than that nobody looks here. */
function stream(heading) {
  let isDrawn = true;
  const pre = h('pre', { class: 'output', tabindex: 0 });
  const element = h('section', { hidden: true }, h('h3', { text: heading }), pre);
  let all = '';
  return { element, add: (more) => {
    if (!more) return;
    all = (all + more).slice(-LETTERS_MAX);
    element.hidden = false;
    if (!isDrawn) return;
    isDrawn = false;
    requestAnimationFrame(() => {
      const isAtEnd = !pre.textContent || pre.scrollTop + pre.clientHeight > pre.scrollHeight - 8;
      isDrawn = true;
      pre.textContent = all;
      if (isAtEnd) pre.scrollTop = pre.scrollHeight;
    });
  } };
}

/** A button that shows it: only when asked for. Of what runs it goes on until the attempt ends, or the signal is given. */
export function output({ job, task, state, signal }) {
  if (!['succeeded', 'failed', 'assigned', 'running'].includes(state)) return null;
  const element = h('div', { class: 'spoken' });
  const button = h('button', { type: 'button', id: 'output', onclick: async () => {
    button.disabled = true;
    try {
      if (state === 'succeeded' || state === 'failed') kept(await get(`${path}/output`, signal));
      else await follow();
    } catch (failure) {
      if (!signal.aborted) element.append(h('p', { class: 'quiet', text: failure.isTold ? 'The node does not answer.' : failure.message }));
    }
  } }, 'Output');
  const path = `/v1/jobs/${part(job)}/tasks/${part(task)}`;
  const note = h('p', { class: 'quiet', id: 'output-note', role: 'status' });
  const stdout = stream('Written to stdout');
  const stderr = stream('Written to stderr');
  let leftOut = 0;
  let isTorn = false;
  let isAny = false;

  function show(written) {
    isAny = isAny || Boolean(written.stdout || written.stderr);
    stdout.add(written.stdout);
    stderr.add(written.stderr);
  }

  function kept(written) {
    element.append(note, stdout.element, stderr.element);
    show(written);
    end(written);
  }

  function end(written) {
    const code = written.exit_code === undefined ? '' : `Exit code ${written.exit_code}. `;
    const error = written.error ? `${written.error} ` : '';
    const missing = isTorn ? 'Some bytes are left out, they are not kept any more; some of the rest may be here twice.' : leftOut ? `${count(leftOut)} bytes are left out, they are not kept any more.` : '';
    const cut = written.cut ? 'The beginning is left out: it was in the value, which is not kept any more.' : '';
    text(note, `${code}${error}${isAny || error || missing ? '' : 'It has written nothing.'} ${missing} ${cut}`.trim());
  }

  async function follow() {
    element.append(note, stdout.element, stderr.element);
    text(note, 'It runs; what it writes comes here.');
    await hear(`${path}/output/live`, signal, (kind, told) => {
      if (kind === 'output') {
        if (told.left_out < 0) isTorn = true;
        else leftOut += told.left_out;
        show(told);
      } else {
        end(told);
        note.prepend(badge(told.state), ' ');
      }
    });
  }
  return { button, element };
}
