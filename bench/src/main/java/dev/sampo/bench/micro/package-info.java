/**
 * What the parts of a task's way cost, one by one, with JMH: run {@code bench/jmh.sh [pattern]}. Each benchmark is a state
 * of its own that says what one operation is.
 */
package dev.sampo.bench.micro;
