/**
 * A Pekko Persistence journal and snapshot store in one local directory.
 *
 * <p>Programs name {@code sampo.journal.log} and {@code sampo.journal.snapshots} in their configuration and touch no class
 * here, except {@link dev.sampo.journal.Journals} where they want to open the log, and hear why it cannot be, at boot.
 */
package dev.sampo.journal;
