/** Tests with real processes and real kills, from JUnit 5: start with {@link dev.sampo.harness.Jvms}. */
package dev.sampo.harness;
