import { get, part, state } from './api.js';
import { h, keyed, badge, retell, text, amount, count, plural, duration, every, ago, dateTime } from './ui.js';
import { drain, cordon, activate } from './steer.js';

const NODES_MAX = 24;
const SEARCHED_FROM = 8;
const LINKS_MAX = 100;
const BUILT_IN = ['cpus', 'memory', 'gpus'];

export function cluster({ signal }) {
  const tiles = h('div', { class: 'tiles', id: 'tiles' });
  const nodes = h('div', { class: 'cards', id: 'nodes' });
  const placer = h('span', { class: 'quiet small', title: 'How nodes are chosen' });
  const breakers = h('div', { class: 'panel', hidden: true });
  const links = linksPanel();
  const search = h('input', { type: 'search', id: 'node-search', placeholder: 'Part of a name', 'aria-label': 'Search nodes by name' });
  const status = h('select', { id: 'node-status', 'aria-label': 'Only nodes of this status' }, ['', 'healthy', 'degraded', 'offline'].map((each) => h('option', { value: each, text: each || 'every status' })));
  const total = h('span', { class: 'quiet', id: 'node-total' });
  const none = h('p', { class: 'quiet empty', hidden: true, text: 'No node matches.' });
  let before = [];
  let after = '';
  let next = null;
  const back = h('button', { type: 'button', class: 'small', 'aria-label': 'Nodes before these', onclick: () => { after = before.pop() || ''; again(); } }, '←');
  const on = h('button', { type: 'button', class: 'small', 'aria-label': 'Nodes after these', onclick: () => { before.push(after); after = next; again(); } }, '→');
  const drawer = linksDrawer(signal);
  const again = every(2000, signal, async (isLatest) => {
    const wanted = new URLSearchParams({ limit: NODES_MAX });
    for (const [name, value] of Object.entries({ name: search.value, status: status.value, after })) if (value) wanted.set(name, value);
    const [cluster, some, broken] = await Promise.all([get('/v1/cluster', signal), get(`/v1/nodes?${wanted}`, signal), get('/v1/breakers', signal)]);
    if (!isLatest()) return;
    text(document.getElementById('who'), `through ${cluster.node}`);
    state.node = cluster.node;
    show(tiles, cluster);
    text(placer, `placer ${cluster.placer}`);
    const serving = new Map();
    for (const each of cluster.schedulers) {
      if (each.address) serving.set(each.address, [...(serving.get(each.address) || []), each.partition]);
    }
    next = some.next || null;
    back.hidden = before.length === 0;
    on.hidden = !next;
    text(total, some.nodes.length < some.total ? `${count(some.nodes.length)} of ${count(some.total)}` : '');
    search.hidden = status.hidden = !search.value && !status.value && some.total <= SEARCHED_FROM;
    none.hidden = some.nodes.length > 0;
    keyed(nodes, some.nodes, (node) => node.node, () => card(() => again(), drawer.show), (node, now) => node.show(now, serving.get(now.address) || [], cluster.node));
    links.show(cluster.load);
    showBreakers(breakers, broken.breakers);
  });
  let typed;
  const changed = () => { before = []; after = ''; again(); };
  search.addEventListener('input', () => { clearTimeout(typed); typed = setTimeout(changed, 150); });
  status.addEventListener('change', changed);
  return h('div', { class: 'view' }, h('div', { class: 'row' }, h('h1', { text: 'Cluster' }), h('span', { class: 'grow' }), placer), tiles,
    h('div', { class: 'row wrap' }, h('h2', { text: 'Nodes' }), total, h('span', { class: 'grow' }), search, status, back, on), nodes, none, links, breakers, drawer.element);
}

function tile(id) {
  const value = h('strong');
  const note = h('small');
  return Object.assign(h('div', { class: 'tile', id: `tile-${id}` }, h('span', { text: id }), value, note), {
    show: (now, more) => { text(value, now); text(note, more); } });
}

function show(tiles, cluster) {
  const load = cluster.load;
  const silent = load.asked - load.answered;
  const without = silent ? `; without ${plural(silent, 'node')} that ${silent === 1 ? 'does' : 'do'} not answer` : '';
  const used = (name) => (load.capacity[name] || 0) - (load.free[name] || 0);
  const moving = cluster.schedulers.filter((each) => !each.address).length;
  const bad = (cluster.nodes.offline || 0) + (cluster.nodes.degraded || 0);
  const broken = load.links - load.links_reached;
  keyed(tiles, ['nodes', 'cpus', 'memory', 'tasks there', 'values', 'links', 'schedulers'].filter((name) => name !== 'links' || load.links), (name) => name, tile, (node, name) => {
    if (name === 'nodes') node.show(count(cluster.nodes.healthy || 0), bad ? `healthy, ${bad} not` : 'all healthy');
    if (name === 'cpus') node.show(`${amount('cpus', used('cpus'))} / ${amount('cpus', load.capacity.cpus || 0)}`, `given out${without}`);
    if (name === 'memory') node.show(amount('memory', used('memory')), `of ${amount('memory', load.capacity.memory || 0)} given out; heaps hold ${amount('memory', load.heap_used)}${without}`);
    if (name === 'tasks there') node.show(count(load.held), (load.running ? `${count(load.running)} of them run` : 'queued or running on nodes') + without);
    if (name === 'values') node.show(amount('memory', load.value_memory), load.values ? `of ${plural(load.values, 'large value')} in memory, ${amount('memory', load.value_files)} in files${load.fetching ? `, ${count(load.fetching)} on their way` : ''}${without}` : `no large value is kept${without}`);
    if (name === 'links') node.show(`${count(load.links_reached)} / ${count(load.links)}`, (broken ? `${count(broken)} not reached` : silent ? 'those told of are reached' : 'all reached') + without);
    if (name === 'schedulers') node.show(count(cluster.partitions - moving), moving ? `${moving} on the move` : 'partitions served');
  });
}

function meter(name) {
  const bar = h('i');
  const value = h('span', { class: 'num' });
  return Object.assign(h('div', { class: 'meter' }, h('span', { text: name }), h('div', { class: 'track', 'aria-hidden': 'true' }, bar), value), {
    show: (free, capacity, as = name) => {
      const used = free === undefined ? 0 : capacity - free;
      const share = capacity > 0 ? Math.min(1, used / capacity) : 0;
      bar.style.width = `${100 * share}%`;
      bar.className = share > 0.95 ? 'full' : '';
      text(value, free === undefined ? amount(as, capacity) : `${amount(as, used)} of ${amount(as, capacity)}`);
    } });
}

function card(refresh, showLinks) {
  const name = h('h3');
  const health = h('span', { class: 'badge' });
  const takes = h('span', { class: 'badge' });
  const where = h('p', { class: 'quiet mono' });
  const meters = h('div', { class: 'meters' });
  const chips = h('div', { class: 'chips' });
  const held = h('span', { class: 'held' });
  const keeps = h('p', { class: 'held keeps' });
  const reaches = h('button', { type: 'button', class: 'link small reaches', onclick: () => showLinks(node) });
  let node = '';
  const act = (what) => async () => { if (await what(node)) refresh(); };
  const buttons = {
    drain: h('button', { type: 'button', class: 'small', onclick: act(drain) }, 'Drain'),
    cordon: h('button', { type: 'button', class: 'small', onclick: act(cordon) }, 'Cordon'),
    activate: h('button', { type: 'button', class: 'small primary', onclick: act(activate) }, 'Take work again'),
  };
  const article = h('article', { class: 'card' },
    h('div', { class: 'row' }, name, h('span', { class: 'grow' }), takes, health),
    where, meters, keeps, chips, reaches, h('div', { class: 'row' }, held, h('span', { class: 'grow' }), buttons.activate, buttons.cordon, buttons.drain));
  article.show = (now, partitions, self) => {
    node = now.node;
    article.dataset.node = now.node;
    article.classList.toggle('offline', now.status === 'offline');
    text(name, now.node);
    retell(health, now.outvoted ? `${now.status}, outvoted` : now.status);
    retell(takes, now.availability, now.availability === 'active' ? 'takes work' : now.availability);
    takes.hidden = now.availability === 'active';
    const worker = now.roles.includes('worker');
    text(where, [now.address === now.node ? '' : now.address, now.node === self ? 'answers this page' : '', now.status === 'healthy' ? '' : `last heard ${ago(now.last_heard)}`].filter(Boolean).join(' · ') || ' ');
    const names = [...BUILT_IN.filter((each) => now.capacity[each] > 0), ...Object.keys(now.capacity).filter((each) => !BUILT_IN.includes(each))];
    const use = now.use;
    if (use) names.push('JVM heap');
    keyed(meters, worker ? names : [], (each) => each, meter, (bar, each) => each === 'JVM heap' ? bar.show(use.heap_max - use.heap_used, use.heap_max, 'memory') : bar.show(now.free && (now.free[each] || 0), now.capacity[each]));
    keeps.hidden = !use;
    if (use) text(keeps, [use.values ? `keeps ${plural(use.values, 'large value')}: ${amount('memory', use.value_memory)} of ${amount('memory', use.value_memory_max)} in memory, ${amount('memory', use.value_files)} in files` : 'keeps no large value', use.fetching ? `${plural(use.fetching, 'value')} on the way here` : ''].filter(Boolean).join(' · '));
    reaches.hidden = !now.links || now.links.all === 0;
    if (now.links) {
      text(reaches, `reaches ${now.links.reached === now.links.all ? (now.links.all === 1 ? 'the other node' : `all ${count(now.links.all)} others`) : `${count(now.links.reached)} of ${count(now.links.all)} others`}${now.answered_micros === undefined ? '' : ` · answered in ${duration(now.answered_micros / 1000)}`}`);
      reaches.classList.toggle('bad', now.links.reached < now.links.all);
    }
    const tags = [...(now.roles.length ? now.roles : ['only asks']).map((role) => ['role', role]), ...Object.entries(now.labels).map(([key, value]) => ['label', `${key}=${value}`]),
      ...(partitions.length ? [['link', `schedules ${partitions.length > 3 ? plural(partitions.length, 'partition') : 'partition ' + partitions.join(', ')}`]] : [])];
    keyed(chips, tags, (tag) => tag.join(), ([kind, words]) => h('span', { class: `chip ${kind}`, text: words }));
    text(held, now.held === undefined ? '' : now.held ? `${plural(now.held, 'task')} there${now.use ? `, ${count(now.use.running)} running` : ''}` : 'idle');
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

const linkWords = { reached: 'reached', new: 'not reached yet', broken: 'suspect: the connection broke', refused: 'gone: nobody listens there' };
const linkTone = { reached: 'healthy', new: 'degraded', broken: 'degraded', refused: 'offline' };

const linkLine = (from, link) => h('li', {}, badge(linkTone[link.state], linkWords[link.state]), ` ${from} → ${link.name || link.to}, for ${duration(Date.now() - link.since)}`);

/** Those that are not well: with many nodes nobody could look at all of them. */
function linksPanel() {
  const lead = h('p', { class: 'quiet' });
  const list = h('ul', { class: 'plain', id: 'broken-links' });
  const panel = h('section', { class: 'panel', id: 'links', hidden: true, 'aria-label': 'Links' }, h('h2', { text: 'Links' }), lead, list);
  panel.show = (load) => {
    const broken = load.links - load.links_reached;
    panel.hidden = load.links === 0;
    text(lead, broken ? `${plural(broken, 'connection')} of ${count(load.links)} between nodes, each way counted, ${broken === 1 ? 'does' : 'do'} not stand:` : `All ${count(load.links)} connections between nodes ${load.asked > load.answered ? 'that answer ' : ''}stand, each way counted.`);
    list.replaceChildren(...load.broken.map((each) => linkLine(each.from, each.link)));
  };
  return panel;
}

/** All links of one node, each with its time. */
function linksDrawer(signal) {
  const title = h('h2', { id: 'links-title' });
  const content = h('div', { class: 'why', id: 'node-links' });
  const element = h('aside', { class: 'drawer', hidden: true, 'aria-labelledby': 'links-title', tabindex: '-1' }, h('div', { class: 'row' }, title, h('span', { class: 'grow' }), h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => shut() }, '✕')), content);
  let opener = null;
  let asked = 0;
  function shut() {
    asked++;
    element.hidden = true;
    if (opener && opener.isConnected) opener.focus();
  }
  element.addEventListener('keydown', (event) => { if (event.key === 'Escape') shut(); });

  async function page(node, from) {
    const mine = ++asked;
    try {
      const answer = await get(`/v1/nodes/${part(node)}/links?limit=${LINKS_MAX}&from=${from}`, signal);
      if (mine !== asked) return;
      const lines = answer.links.map((link) => h('li', { title: dateTime(link.since) }, badge(linkTone[link.state], linkWords[link.state]), ` ${link.name || link.to}`, h('span', { class: 'quiet', text: ` for ${duration(Date.now() - link.since)}` })));
      content.replaceChildren(h('p', { class: 'lead', text: `It reaches ${count(answer.reached)} of ${count(answer.all)}.` }), h('p', { class: 'quiet', text: 'As it says itself: the other way round it may be otherwise.' }),
        h('ul', { class: 'plain links' }, lines), answer.next === undefined ? '' : h('button', { type: 'button', onclick: () => page(node, answer.next) }, 'More'));
    } catch (failure) {
      if (mine === asked && !signal.aborted) content.replaceChildren(h('p', { class: 'bad', text: failure.isTold ? 'The node does not answer.' : failure.message }));
    }
  }

  function show(node) {
    opener = document.activeElement;
    text(title, `Whom ${node} reaches`);
    content.replaceChildren(h('p', { class: 'quiet', text: 'Asking …' }));
    element.hidden = false;
    element.focus();
    page(node, 0);
  }
  return { element, show };
}
