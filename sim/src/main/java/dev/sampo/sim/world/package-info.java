/** One seed's hostile world: start with {@link dev.sampo.sim.world.World}. */
package dev.sampo.sim.world;
