/**
 * A Kryo that bad bytes cannot hurt: every length is checked against the bytes that remain before anything is allocated.
 * Start at {@link dev.sampo.bytes.BoundedKryo}, which makes one, and {@link dev.sampo.bytes.KryoPool}, which shares it.
 */
package dev.sampo.bytes;
