/**
 * The schedule a workload would get: start with {@link dev.sampo.sim.whatif.WhatIf}. The real planner and workers decide;
 * only the bodies, the network and the clock are simulated, and nothing goes wrong.
 */
package dev.sampo.sim.whatif;
