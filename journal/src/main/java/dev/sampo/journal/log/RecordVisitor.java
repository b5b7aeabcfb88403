package dev.sampo.journal.log;

import java.nio.ByteBuffer;

/** Is shown the payload of each record in log order; the buffer is reused, so whatever is kept must be copied. */
@FunctionalInterface
public interface RecordVisitor {

    void visit(long position, ByteBuffer payload);
}
