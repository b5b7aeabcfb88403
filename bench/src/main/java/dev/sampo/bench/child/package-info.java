/** What it costs to run a body in a JVM of its own. */
package dev.sampo.bench.child;
