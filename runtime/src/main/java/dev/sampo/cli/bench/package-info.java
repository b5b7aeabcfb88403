/** {@code ./sampo bench}: what one node does on this machine. Start with {@link dev.sampo.cli.bench.BenchCommand}. */
package dev.sampo.cli.bench;
