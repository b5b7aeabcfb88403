/** What it costs to begin: run {@code bench/start.sh}. */
package dev.sampo.bench.start;
