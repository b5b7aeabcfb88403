/** When to try again: start with {@link dev.sampo.resilience.Retry}. */
package dev.sampo.resilience;
