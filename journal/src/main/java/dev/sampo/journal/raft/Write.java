package dev.sampo.journal.raft;

import dev.sampo.journal.RawRecord;
import dev.sampo.journal.wire.ByteReader;
import dev.sampo.journal.wire.ByteWriter;
import dev.sampo.journal.wire.Malformed;

/** What can be done to one stream of events. Doing it twice is doing it once, so whoever is unsure may say it again. */
public sealed interface Write {

    /** The most streams' names can take. */
    int ID_MAX = 0xffff;

    String stream();

    int size();

    void writeTo(ByteWriter out);

    /** Append, if the stream's highest number is {@code follows}; that this is compared here is what fences old writers. */
    record Append(RawRecord record, long follows) implements Write {

        static final byte KIND = 1;

        @Override
        public String stream() {
            return record.persistenceId();
        }

        @Override
        public int size() {
            return record.size() + 16;
        }

        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(KIND).writeLong(follows).writeBytes(record.bytes());
        }
    }

    /** Delete events up to a number that the stream is known to have reached. */
    record Delete(String stream, long to) implements Write {

        static final byte KIND = 2;

        @Override
        public int size() {
            return stream.length() * 3 + 16;
        }

        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(KIND).writeText(stream).writeLong(to);
        }
    }

    static Write readFrom(ByteReader in) {
        byte kind = in.readByte();
        if (kind == Append.KIND) {
            long follows = in.readLong();
            try {
                return new Append(RawRecord.parse(in.readBytes()), follows);
            } catch (IllegalArgumentException e) {
                throw new Malformed(e.getMessage());
            }
        }
        if (kind == Delete.KIND) {
            String stream = in.readText();
            if (stream.length() > ID_MAX) {
                throw new Malformed("a name of " + stream.length() + " characters");
            }
            return new Delete(stream, in.readLong());
        }
        throw new Malformed("write of unknown kind " + kind);
    }
}
