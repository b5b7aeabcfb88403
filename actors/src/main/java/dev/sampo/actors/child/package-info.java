/**
 * The JVMs beside a node's own in which it runs bodies that ask for it, so that what such a body does to its JVM is done to
 * no other: {@link Children} at the node, {@link dev.sampo.actors.child.ChildMain} in the child.
 */
package dev.sampo.actors.child;
