package dev.sampo.journal.replicated;

import dev.sampo.journal.RawRecord;
import dev.sampo.journal.raft.Endpoint;
import dev.sampo.journal.raft.Written;
import dev.sampo.journal.wire.ByteReader;
import dev.sampo.journal.wire.ByteWriter;
import dev.sampo.journal.wire.Malformed;
import java.util.List;

/** What nodes say to each other about the journal. A question carries a number, its answer the same one. */
sealed interface Letter {

    void writeTo(ByteWriter out);

    /** How an answer went; only {@link #DONE} has content. */
    enum Outcome {
        DONE,
        /** Nothing happened; ask the leader, or ask again. */
        TRY_AGAIN,
        /** It may have happened; ask again. */
        UNKNOWN
    }

    /** A message of Raft, for a member and not for whoever has its node's name now. */
    record Raft(String to, byte[] message) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(1).writeText(to).writeBytes(message);
        }
    }

    /**
     * Who somebody is and what they know.
     *
     * @param self null for a node that only uses the journal
     * @param group null for none
     * @param initial the members the group began with
     * @param candidates with whom a node without a group would found one
     * @param leader null for unknown
     * @param members the members of the group now, empty for unknown
     */
    record Hello(
            String node,
            Endpoint self,
            String group,
            List<Endpoint> initial,
            List<Endpoint> candidates,
            int term,
            Endpoint leader,
            List<Endpoint> members)
            implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(2).writeText(node);
            out.writeOptionalText(self == null ? null : self.getId()).writeOptionalText(group);
            writeEndpoints(out, initial);
            writeEndpoints(out, candidates);
            out.writeInt(term).writeOptionalText(leader == null ? null : leader.getId());
            writeEndpoints(out, members);
        }
    }

    /** Belong to this group from now on: its leader is about to make you a member. */
    record Invite(String to, String group, List<Endpoint> initial) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(3).writeText(to).writeText(group);
            writeEndpoints(out, initial);
        }
    }

    /** Append this batch. */
    record Submit(long id, byte[] batch) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(4).writeLong(id).writeBytes(batch);
        }
    }

    record Submitted(long id, Outcome outcome, List<Written> results) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(5).writeLong(id).writeByte(outcome.ordinal());
            out.writeList(
                    results, (to, written) -> to.writeBoolean(written.done()).writeLong(written.highest()));
        }
    }

    /** Which are the highest numbers of these streams, after everything acknowledged so far? */
    record AskHighest(long id, List<String> streams) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(6).writeLong(id).writeList(streams, ByteWriter::writeText);
        }
    }

    /**
     * The answer.
     *
     * @param index a member that has applied this entry of the log knows as much
     */
    record TellHighest(long id, Outcome outcome, long index, List<Long> highest) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(7).writeLong(id).writeByte(outcome.ordinal()).writeLong(index);
            out.writeList(highest, ByteWriter::writeLong);
        }
    }

    /** Some of the events of a stream, from somebody who has applied that entry of the log. */
    record AskPage(long id, String stream, long from, long to, long index) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(8).writeLong(id).writeText(stream);
            out.writeLong(from).writeLong(to).writeLong(index);
        }
    }

    record TellPage(long id, Outcome outcome, Page page) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(9).writeLong(id).writeByte(outcome.ordinal()).writeLong(page.deletedTo());
            out.writeList(page.records(), (to, record) -> to.writeBytes(record.bytes()));
        }
    }

    /** Which streams follow this one, by name? */
    record AskStreams(long id, String after) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(10).writeLong(id).writeText(after);
        }
    }

    record TellStreams(long id, Outcome outcome, List<Page.Extent> extents) implements Letter {
        @Override
        public void writeTo(ByteWriter out) {
            out.writeByte(11).writeLong(id).writeByte(outcome.ordinal());
            out.writeList(extents, (to, extent) -> to.writeText(extent.stream())
                    .writeLong(extent.deletedTo())
                    .writeLong(extent.highest()));
        }
    }

    default byte[] toBytes() {
        ByteWriter out = new ByteWriter(this instanceof Raft raft ? raft.message().length + 128 : 256);
        writeTo(out);
        return out.toBytes();
    }

    /** Throws {@link Malformed} for what is no letter. */
    static Letter of(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        Letter letter = read(in.readByte(), in);
        in.end();
        return letter;
    }

    private static Letter read(byte kind, ByteReader in) {
        switch (kind) {
            case 1:
                return new Raft(in.readText(), in.readBytes());
            case 2:
                return new Hello(
                        in.readText(),
                        endpoint(in.readOptionalText()),
                        in.readOptionalText(),
                        endpoints(in),
                        endpoints(in),
                        in.readInt(),
                        endpoint(in.readOptionalText()),
                        endpoints(in));
            case 3:
                return new Invite(in.readText(), in.readText(), endpoints(in));
            case 4:
                return new Submit(in.readLong(), in.readBytes());
            case 5:
                return new Submitted(
                        in.readLong(),
                        outcome(in),
                        in.readList(each -> new Written(each.readBoolean(), each.readLong())));
            case 6:
                return new AskHighest(in.readLong(), in.readList(ByteReader::readText));
            case 7:
                return new TellHighest(in.readLong(), outcome(in), in.readLong(), in.readList(ByteReader::readLong));
            case 8:
                return new AskPage(in.readLong(), in.readText(), in.readLong(), in.readLong(), in.readLong());
            case 9:
                return new TellPage(in.readLong(), outcome(in), page(in));
            case 10:
                return new AskStreams(in.readLong(), in.readText());
            case 11:
                return new TellStreams(
                        in.readLong(),
                        outcome(in),
                        in.readList(each -> new Page.Extent(each.readText(), each.readLong(), each.readLong())));
            default:
                throw new Malformed("a letter of unknown kind " + kind);
        }
    }

    private static Page page(ByteReader in) {
        long deletedTo = in.readLong();
        try {
            return new Page(deletedTo, in.readList(each -> RawRecord.parse(each.readBytes())));
        } catch (IllegalArgumentException e) {
            throw new Malformed(e.getMessage());
        }
    }

    private static Outcome outcome(ByteReader in) {
        int ordinal = in.readByte();
        if (ordinal < 0 || ordinal >= Outcome.values().length) {
            throw new Malformed("an outcome of unknown kind " + ordinal);
        }
        return Outcome.values()[ordinal];
    }

    private static void writeEndpoints(ByteWriter out, List<Endpoint> endpoints) {
        out.writeList(endpoints, (to, endpoint) -> to.writeText(endpoint.getId()));
    }

    private static List<Endpoint> endpoints(ByteReader in) {
        return List.copyOf(in.readList(each -> Endpoint.of(each.readText())));
    }

    private static Endpoint endpoint(String id) {
        return id == null ? null : Endpoint.of(id);
    }
}
