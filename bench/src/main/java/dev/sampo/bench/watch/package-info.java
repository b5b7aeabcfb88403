/** What it costs to be watched. */
package dev.sampo.bench.watch;
