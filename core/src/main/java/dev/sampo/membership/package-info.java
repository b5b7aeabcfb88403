/**
 * Decisions about who belongs together: how nodes that start find one cluster ({@link dev.sampo.membership.Gathering}),
 * when a process is dead beyond doubt ({@link dev.sampo.membership.Deaths}), and how well a node is
 * ({@link dev.sampo.membership.Health}).
 */
package dev.sampo.membership;
