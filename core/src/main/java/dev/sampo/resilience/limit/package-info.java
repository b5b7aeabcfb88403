/**
 * How often something may be done: {@link dev.sampo.resilience.limit.RateLimit} is what user code holds, {@link
 * dev.sampo.resilience.limit.Limiter} is what decides. Time is an argument everywhere, in nanoseconds of any one clock
 * that does not go back.
 */
package dev.sampo.resilience.limit;
