/** What could be done with known durations: start with {@link dev.sampo.lookahead.Lookahead}. Knows nothing of jobs. */
package dev.sampo.lookahead;
