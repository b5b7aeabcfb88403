/** Programs to read first. Start with {@link dev.sampo.sample.Hello}; each is run by a test and by {@code ./sampo run}. */
package dev.sampo.sample;
