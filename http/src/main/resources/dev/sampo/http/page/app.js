import * as api from './api.js';
import { h, clock } from './ui.js';
import { cluster } from './cluster.js';
import { jobs } from './jobs.js';
import { job } from './job.js';

const main = document.getElementById('main');
const banner = document.getElementById('banner');
let leaving = new AbortController();

function closed(failure) {
  document.title = 'Sampo';
  main.replaceChildren(h('section', { class: 'door' },
    h('h1', { text: 'This page is closed' }),
    failure ? h('p', { class: 'bad', id: 'refused', text: failure.message }) : null,
    h('p', {}, 'A link opens it, once, within two minutes. On the machine of the node, type'),
    h('pre', {}, h('code', { text: './sampo page' })),
    h('p', { class: 'quiet', text: 'The link is for one tab, and lasts for some hours. Whoever has it sees all, and may steer jobs and nodes, but submits nothing.' })));
}

function route() {
  leaving.abort();
  leaving = new AbortController();
  const [path, query = ''] = location.hash.slice(1).split('?');
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const asked = { query: new URLSearchParams(query), signal: leaving.signal };
  document.getElementById('nav-cluster').toggleAttribute('data-here', parts.length === 0);
  document.getElementById('nav-jobs').toggleAttribute('data-here', parts[0] === 'jobs');
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hasAttribute('data-here')) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const view = parts[0] === 'jobs' ? (parts[1] ? job(parts[1], asked) : jobs(asked)) : cluster(asked);
  document.title = parts[1] ? `${parts[1]} · Sampo` : parts[0] === 'jobs' ? 'Jobs · Sampo' : 'Cluster · Sampo';
  main.replaceChildren(view);
}

let wasOpen = false;
function changed() {
  const isOpen = Boolean(api.state.pass);
  if (wasOpen && !isOpen) {
    leaving.abort();
    closed();
  }
  wasOpen = isOpen;
  banner.hidden = !api.state.lostAt;
  document.documentElement.toggleAttribute('data-lost', Boolean(api.state.lostAt));
  if (api.state.lostAt) {
    banner.textContent = `The node does not answer since ${clock(api.state.lostAt)}. What you see is as of then. Trying again … If it does not come back, ./sampo page opens the page at another node: what was to be done goes on there.`;
  }
}

const THEMES = ['auto', 'light', 'dark'];
const SIGNS = { auto: '◐', light: '☀', dark: '☾' };
const SAYS = { auto: 'as the system has them', light: 'light', dark: 'dark' };
const button = document.getElementById('theme');
function theme(wanted) {
  document.documentElement.dataset.theme = wanted;
  button.textContent = SIGNS[wanted];
  button.setAttribute('aria-label', `Colours: ${SAYS[wanted]}`);
  localStorage.setItem('sampo-theme', wanted);
  window.dispatchEvent(new Event('theme'));
}
button.addEventListener('click', () => theme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]));
theme(THEMES.includes(localStorage.getItem('sampo-theme')) ? localStorage.getItem('sampo-theme') : 'auto');

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});

async function begin() {
  let failure;
  await api.enter().catch((refused) => { failure = refused; });
  if (api.state.pass) route();
  else closed(failure);
}

api.onChange(changed);
window.addEventListener('hashchange', () => {
  if (/^#code=/.test(location.hash)) begin();
  else if (api.state.pass) route();
});
begin();
