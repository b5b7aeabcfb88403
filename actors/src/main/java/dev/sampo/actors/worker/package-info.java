/** One node: its worker core is stepped by its actor and by the threads that run bodies; start with {@link dev.sampo.actors.worker.NodeWorker}. */
package dev.sampo.actors.worker;
