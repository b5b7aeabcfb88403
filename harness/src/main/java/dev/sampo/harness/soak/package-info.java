/**
 * Works a cluster under load while it is hurt at random, and has the history judged: start with {@link
 * dev.sampo.harness.soak.Soak}, or {@code ./sampo soak}.
 */
package dev.sampo.harness.soak;
