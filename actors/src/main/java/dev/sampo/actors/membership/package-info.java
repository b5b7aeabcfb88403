/** Who is in the cluster: how nodes find one another, how a death is noticed, and what is known of each node. */
package dev.sampo.actors.membership;
