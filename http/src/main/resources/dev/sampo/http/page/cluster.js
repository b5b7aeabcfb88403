import { get, state } from './api.js';
import { h, keyed, badge, retell, text, amount, count, plural, every, ago } from './ui.js';
import { drain, cordon, activate } from './steer.js';

const BUILT_IN = ['cpus', 'memory', 'gpus'];

export function cluster({ signal }) {
  const tiles = h('div', { class: 'tiles', id: 'tiles' });
  const nodes = h('div', { class: 'cards', id: 'nodes' });
  const placer = h('span', { class: 'quiet small', title: 'How nodes are chosen' });
  const breakers = h('div', { class: 'panel', hidden: true });
  const again = every(2000, signal, async () => {
    const [cluster, all, broken] = await Promise.all([get('/v1/cluster', signal), get('/v1/nodes', signal), get('/v1/breakers', signal)]);
    text(document.getElementById('who'), `through ${cluster.node}`);
    state.node = cluster.node;
    show(tiles, cluster, all.nodes);
    text(placer, `placer ${cluster.placer}`);
    const serving = new Map();
    for (const each of cluster.schedulers) {
      if (each.address) serving.set(each.address, [...(serving.get(each.address) || []), each.partition]);
    }
    keyed(nodes, all.nodes, (node) => node.node, () => card(() => again()), (node, now) => node.show(now, serving.get(now.address) || [], cluster.node));
    showBreakers(breakers, broken.breakers);
  });
  return h('div', { class: 'view' }, h('div', { class: 'row' }, h('h1', { text: 'Cluster' }), h('span', { class: 'grow' }), placer), tiles, h('h2', { text: 'Nodes' }), nodes, breakers);
}

function tile(id) {
  const value = h('strong');
  const note = h('small');
  return Object.assign(h('div', { class: 'tile', id: `tile-${id}` }, h('span', { text: id }), value, note), {
    show: (now, more) => { text(value, now); text(note, more); } });
}

function sum(nodes, what, name) {
  return nodes.reduce((all, node) => all + ((node[what] || {})[name] || 0), 0);
}

function show(tiles, cluster, nodes) {
  const working = nodes.filter((node) => node.free);
  const cpus = sum(working, 'capacity', 'cpus');
  const used = cpus - sum(working, 'free', 'cpus');
  const memory = sum(working, 'capacity', 'memory');
  const held = nodes.reduce((all, node) => all + (node.held || 0), 0);
  const moving = cluster.schedulers.filter((each) => !each.address).length;
  const bad = (cluster.nodes.offline || 0) + (cluster.nodes.degraded || 0);
  keyed(tiles, ['nodes', 'cpus', 'memory', 'tasks there', 'schedulers'], (name) => name, tile, (node, name) => {
    if (name === 'nodes') node.show(count(cluster.nodes.healthy || 0), bad ? `healthy, ${bad} not` : 'all healthy');
    if (name === 'cpus') node.show(`${amount('cpus', used)} / ${amount('cpus', cpus)}`, 'given out');
    if (name === 'memory') node.show(amount('memory', memory - sum(working, 'free', 'memory')), `of ${amount('memory', memory)} given out`);
    if (name === 'tasks there') node.show(count(held), 'queued or running on nodes');
    if (name === 'schedulers') node.show(count(cluster.partitions - moving), moving ? `${moving} on the move` : 'partitions served');
  });
}

function meter(name) {
  const bar = h('i');
  const value = h('span', { class: 'num' });
  return Object.assign(h('div', { class: 'meter' }, h('span', { text: name }), h('div', { class: 'track', 'aria-hidden': 'true' }, bar), value), {
    show: (free, capacity) => {
      const used = free === undefined ? 0 : capacity - free;
      const share = capacity > 0 ? Math.min(1, used / capacity) : 0;
      bar.style.width = `${100 * share}%`;
      bar.className = share > 0.95 ? 'full' : '';
      text(value, free === undefined ? amount(name, capacity) : `${amount(name, used)} of ${amount(name, capacity)}`);
    } });
}

function card(refresh) {
  const name = h('h3');
  const health = h('span', { class: 'badge' });
  const takes = h('span', { class: 'badge' });
  const where = h('p', { class: 'quiet mono' });
  const meters = h('div', { class: 'meters' });
  const chips = h('div', { class: 'chips' });
  const held = h('span', { class: 'held' });
  let node = '';
  const act = (what) => async () => { if (await what(node)) refresh(); };
  const buttons = {
    drain: h('button', { type: 'button', class: 'small', onclick: act(drain) }, 'Drain'),
    cordon: h('button', { type: 'button', class: 'small', onclick: act(cordon) }, 'Cordon'),
    activate: h('button', { type: 'button', class: 'small primary', onclick: act(activate) }, 'Take work again'),
  };
  const article = h('article', { class: 'card' },
    h('div', { class: 'row' }, name, h('span', { class: 'grow' }), takes, health),
    where, meters, chips, h('div', { class: 'row' }, held, h('span', { class: 'grow' }), buttons.activate, buttons.cordon, buttons.drain));
  article.show = (now, partitions, self) => {
    node = now.node;
    article.dataset.node = now.node;
    article.classList.toggle('offline', now.status === 'offline');
    text(name, now.node);
    retell(health, now.status);
    retell(takes, now.availability, now.availability === 'active' ? 'takes work' : now.availability);
    takes.hidden = now.availability === 'active';
    const worker = now.roles.includes('worker');
    text(where, [now.address === now.node ? '' : now.address, now.node === self ? 'answers this page' : '', now.status === 'healthy' ? '' : `last heard ${ago(now.last_heard)}`].filter(Boolean).join(' · ') || ' ');
    const names = [...BUILT_IN.filter((each) => now.capacity[each] > 0), ...Object.keys(now.capacity).filter((each) => !BUILT_IN.includes(each))];
    keyed(meters, worker ? names : [], (each) => each, meter, (bar, each) => bar.show(now.free && (now.free[each] || 0), now.capacity[each]));
    const tags = [...(now.roles.length ? now.roles : ['only asks']).map((role) => ['role', role]), ...Object.entries(now.labels).map(([key, value]) => ['label', `${key}=${value}`]),
      ...(partitions.length ? [['link', `schedules ${partitions.length > 3 ? plural(partitions.length, 'partition') : 'partition ' + partitions.join(', ')}`]] : [])];
    keyed(chips, tags, (tag) => tag.join(), ([kind, words]) => h('span', { class: `chip ${kind}`, text: words }));
    text(held, now.held === undefined ? '' : now.held ? `${plural(now.held, 'task')} there` : 'idle');
    buttons.activate.hidden = now.availability === 'active' || now.status === 'offline';
    buttons.drain.hidden = buttons.cordon.hidden = !worker || now.availability !== 'active' || now.status === 'offline';
  };
  return article;
}

function showBreakers(panel, all) {
  panel.hidden = all.length === 0;
  const told = all.map((each) => h('li', {}, badge(each.forced || each.state, (each.forced || each.state).replace('_', ' ')),
    ` ${each.node}${each.kind ? ` for ${each.kind} of ${each.dag}` : ''}: ${each.failed} of ${each.calls} failed, ${each.slow} slow${each.why ? ` (${each.why})` : ''}`));
  panel.replaceChildren(h('h2', { text: 'Breakers' }), h('ul', { class: 'plain' }, told));
}
