/** Whether real processes need as long for a workload as the simulator says they would: {@code bench/real.sh}. */
package dev.sampo.bench.real;
