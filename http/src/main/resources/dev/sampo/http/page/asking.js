// Asks again when what is shown has become old, not too often; of several questions the answer to the latest is shown.
import { get } from './api.js';

/** `path` says what is to be asked, `show` is given the answer, `moves` tells whether it may be otherwise soon without a word. */
export function asking({ every, signal, path, show, moves = () => false }) {
  let sequence = -1;
  let shown = -2;
  let asks = 0;
  let askedAt = 0;
  let timer = null;

  async function now() {
    clearTimeout(timer);
    timer = null;
    askedAt = Date.now();
    const mine = ++asks;
    const upTo = sequence;
    try {
      const answer = await get(path(), signal);
      if (mine !== asks) return;
      shown = upTo;
      show(answer);
      if (moves(answer)) later();
    } catch (failure) {
      if (!failure.isTold && !signal.aborted) throw failure;
    }
  }

  function later() {
    if (!timer && !signal.aborted) timer = setTimeout(() => {
      timer = null;
      if (document.hidden) later();
      else now();
    }, every);
  }

  /** What is asked for is as of there; `soon` when nothing more will come. */
  function changed(to, soon) {
    sequence = to;
    if (timer || shown === sequence || document.hidden) return;
    timer = setTimeout(now, soon ? 0 : Math.max(0, every - (Date.now() - askedAt)));
  }

  signal.addEventListener('abort', () => clearTimeout(timer));
  return { now, changed };
}

/** Buttons that lead through a list that comes some at a time; `from` is where it stands. */
export function pager(limit, h, ask) {
  const at = { from: 0 };
  const step = (by) => () => { at.from = Math.max(0, at.from + by); ask(); };
  const back = h('button', { type: 'button', class: 'small', onclick: step(-limit), 'aria-label': 'Those before these' }, '←');
  const on = h('button', { type: 'button', class: 'small', onclick: step(limit), 'aria-label': 'Those after these' }, '→');
  at.element = h('div', { class: 'row end' }, back, on);
  at.show = (next) => {
    back.hidden = at.from === 0;
    on.hidden = next === undefined;
  };
  at.show();
  return at;
}
