/** The command line: start with {@link dev.sampo.cli.Main}. A command answers on stdout and tells of its progress on stderr. */
package dev.sampo.cli;
