/** What a node keeps on disk, kept to its owner: {@link dev.sampo.actors.disk.OwnerOnly}. */
package dev.sampo.actors.disk;
