/**
 * What a partition and a node say to each other, and the session that keeps it in order: start with
 * {@link dev.sampo.link.Orders} and {@link dev.sampo.link.Report}.
 */
package dev.sampo.link;
