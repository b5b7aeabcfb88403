/** Bounded reading and writing of bytes that crossed a network or come from a disk; it knows nothing of what they mean. */
package dev.sampo.journal.wire;
