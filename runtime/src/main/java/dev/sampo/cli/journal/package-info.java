/** The commands that read a data directory offline: start with {@link dev.sampo.cli.journal.JournalCommand}. */
package dev.sampo.cli.journal;
