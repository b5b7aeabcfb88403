/**
 * Clusters to be hurt on purpose: real processes and real kills. From JUnit start with
 * {@link dev.sampo.harness.SampoCluster}, elsewhere with {@link dev.sampo.harness.Cluster}.
 */
package dev.sampo.harness;
