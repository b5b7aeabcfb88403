/** How long it takes until work goes on after a process died: {@code bench/failover.sh}. */
package dev.sampo.bench.failover;
