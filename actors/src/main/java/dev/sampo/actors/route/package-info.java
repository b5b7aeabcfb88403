/** How a partition's scheduler is found: in this process alone, or wherever the cluster serves it. */
package dev.sampo.actors.route;
