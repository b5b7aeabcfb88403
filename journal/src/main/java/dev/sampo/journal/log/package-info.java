/**
 * An append-only log in one directory: segment files of checksummed records, written by one thread with group commit.
 *
 * <p>Start at {@link dev.sampo.journal.log.Log}. Nothing here knows of Pekko or of what the records mean.
 */
package dev.sampo.journal.log;
