/** Virtual time and the one source of chance: what makes a seed the whole story of a run. */
package dev.sampo.sim.time;
