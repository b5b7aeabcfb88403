/** The decisions of a node: start with {@link dev.sampo.worker.Worker}. */
package dev.sampo.worker;
