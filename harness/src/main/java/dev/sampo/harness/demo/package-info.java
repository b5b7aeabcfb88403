/**
 * {@code ./sampo demo}: a cluster of three processes, two of which are killed while a graph runs. {@link
 * dev.sampo.harness.demo.Demo} is the play, {@link dev.sampo.harness.demo.DemoReport} what is said of it afterwards.
 */
package dev.sampo.harness.demo;
