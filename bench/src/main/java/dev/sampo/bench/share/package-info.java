/** What tenants get of a full cluster of real processes: {@code bench/shares.sh}. */
package dev.sampo.bench.share;
