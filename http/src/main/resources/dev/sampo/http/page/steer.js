// What can be done to jobs and nodes; nothing is, before it was confirmed.
import { send, part } from './api.js';
import { confirmed, toast, plural } from './ui.js';

async function done(work, said) {
  try {
    const answer = await work;
    toast(said(answer));
    return answer;
  } catch (failure) {
    toast(failure.isTold ? 'The node does not answer; it is not known whether it took effect.' : failure.message, 'bad');
    return null;
  }
}

const of = (id) => `/v1/jobs/${part(id)}`;

export async function cancel(id) {
  const reason = await confirmed({
    title: `Cancel ${id}?`,
    body: 'What runs is interrupted, nothing more begins. It cannot be taken back; tasks can be run again as another job.',
    verb: 'Cancel the job', danger: true, field: { label: 'Why, for those who look at it later', value: '' } });
  if (reason === null) return null;
  return done(send('POST', `${of(id)}/cancel`, { reason: reason || 'asked for on the page' }), (now) => `${id} is ${now.status}`);
}

export async function pause(id) {
  const yes = await confirmed({ title: `Pause ${id}?`, body: 'What runs goes on; nothing more begins until it is resumed.', verb: 'Pause' });
  return yes && done(send('POST', `${of(id)}/pause`), (now) => `${id} is ${now.status}`);
}

export const resume = (id) => done(send('POST', `${of(id)}/resume`), (now) => `${id} is ${now.status}`);

export async function rerun(id, tasks) {
  const name = await confirmed({
    title: `Run ${tasks.length === 1 ? tasks[0] : plural(tasks.length, 'task')} again?`,
    body: 'In a new job: what is named, and all that depends on it, runs again; the rest keeps its values.',
    verb: 'Run again', field: { label: `Name of the new job, ${id}~..; without one it gets one that no other has`, value: '' } });
  if (name === null) return null;
  const fork = await done(send('POST', `${of(id)}/rerun`, name ? { tasks, name } : { tasks }), (now) => `${now.job} is ${now.status}`);
  if (fork) location.hash = `#/jobs/${part(fork.job)}`;
  return fork;
}

export async function drain(node) {
  const running = await confirmed({
    title: `Drain ${node}?`,
    body: 'It takes nothing more on, and what it keeps for others is moved away. What runs may go on for so long:',
    verb: 'Drain', danger: true, field: { label: 'Time for what runs, such as 30s or 5m', value: '30s' } });
  if (running === null) return null;
  return done(send('PUT', `/v1/nodes/${part(node)}/availability`, { availability: 'draining', running: running || '30s' }), (now) => `${node} is ${now.availability}`);
}

export async function cordon(node) {
  const yes = await confirmed({ title: `Cordon ${node}?`, body: 'It takes nothing more on. What it has goes on.', verb: 'Cordon' });
  return yes && done(send('PUT', `/v1/nodes/${part(node)}/availability`, { availability: 'cordoned' }), (now) => `${node} is ${now.availability}`);
}

export const activate = (node) => done(send('PUT', `/v1/nodes/${part(node)}/availability`, { availability: 'active' }), (now) => `${node} is ${now.availability}`);
