package dev.sampo.sim.body;

import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import java.nio.ByteBuffer;

/**
 * The number by which a value tells who made it. Two attempts at one task make different values, so that whoever mixes
 * them up is found out.
 */
public final class Stamp {
    public static final int BYTES = Integer.BYTES;

    public static final int NONE = -1;

    private Stamp() {}

    public static Value inline(int stamp, Recipe recipe) {
        byte[] bytes = new byte[Math.max(recipe.size(), BYTES)];
        ByteBuffer.wrap(bytes).putInt(stamp);
        return new Value.Inline(bytes, count(recipe));
    }

    /** A value that stays on the node: its checksum is the stamp. */
    public static Value.Stored stored(int stamp, Recipe recipe, NodeId node) {
        return new Value.Stored(node, recipe.size(), stamp, count(recipe));
    }

    /** The stamp of a value; {@link #NONE} for one that no simulated body made. */
    public static int of(Value value) {
        if (value instanceof Value.Inline inline) {
            return inline.bytes().length < BYTES
                    ? NONE
                    : ByteBuffer.wrap(inline.bytes()).getInt();
        }
        return value == null ? NONE : ((Value.Stored) value).crc();
    }

    private static int count(Recipe recipe) {
        return recipe.elements() == Recipe.NO_LIST ? Value.NO_LIST : recipe.elements();
    }
}
