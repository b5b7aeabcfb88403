/**
 * What happened during a test with real processes, as each of them saw it, and what must be true of that. Processes write a
 * {@link dev.sampo.harness.history.Entry} per line with a {@link dev.sampo.harness.history.Recorder}; afterwards {@link
 * dev.sampo.harness.history.History} reads all their files and {@link dev.sampo.harness.history.Checkers} judge them.
 */
package dev.sampo.harness.history;
