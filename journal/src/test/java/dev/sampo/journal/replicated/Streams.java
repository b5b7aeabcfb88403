package dev.sampo.journal.replicated;

import dev.sampo.journal.Blob;
import dev.sampo.journal.EventRecord;
import dev.sampo.journal.RawRecord;
import dev.sampo.journal.StoredEvent;
import dev.sampo.journal.raft.Write;
import dev.sampo.journal.raft.Written;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Writes short texts to streams and reads them back, without persistent actors in between. */
final class Streams {

    private Streams() {}

    static RawRecord record(String stream, long first, String writer, String... texts) {
        List<StoredEvent> events = new ArrayList<>();
        for (String text : texts) {
            Blob blob = new Blob(0, "", text.getBytes(StandardCharsets.UTF_8));
            events.add(new StoredEvent(first + events.size(), 1, writer, "", blob, null));
        }
        return new EventRecord(stream, events).raw();
    }

    static Written append(ReplicatedJournal journal, String stream, long first, String writer, String... texts)
            throws Exception {
        return await(journal.write(new Write.Append(record(stream, first, writer, texts), first - 1)));
    }

    static List<String> read(ReplicatedJournal journal, String stream) throws Exception {
        return read(journal, stream, 1);
    }

    static List<String> read(ReplicatedJournal journal, String stream, long from) throws Exception {
        List<String> texts = new ArrayList<>();
        Barriers.Known end = await(journal.known(stream));
        journal.reader()
                .replay(
                        stream,
                        from,
                        end.highest(),
                        Long.MAX_VALUE,
                        end.index(),
                        event -> texts.add(new String(event.payload().bytes(), StandardCharsets.UTF_8)));
        return texts;
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(Trio.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
