/** Which node gets a task: start with {@link dev.sampo.placement.Placer}. */
package dev.sampo.placement;
