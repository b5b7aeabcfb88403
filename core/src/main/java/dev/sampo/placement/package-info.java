/** Which node gets a task: start with {@link dev.sampo.placement.Placer}; {@link dev.sampo.placement.Placers} has them all. */
package dev.sampo.placement;
