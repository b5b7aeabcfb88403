package dev.sampo.placement;

import dev.sampo.job.NodeId;

/** Hashes that are the same on every machine and in every version. */
public final class Hashing {
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Hashing() {}

    /** Of several texts, told apart from other texts that would read the same put together. */
    public static long of(String... texts) {
        long hash = FNV_START;
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * FNV_PRIME;
            }
            hash = (hash ^ 0x10000) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /** A number from 0 up to 1 for a key and a node: of rendezvous hashing, where the node with the highest has the key. */
    static double part(long key, NodeId node) {
        return (mixed(key ^ of(node.value())) >>> 11) * 0x1.0p-53;
    }

    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
