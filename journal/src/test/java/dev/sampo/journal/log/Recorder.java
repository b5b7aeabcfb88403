package dev.sampo.journal.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the log reports, one word and its figures per line. */
public final class Recorder implements LogWatcher {

    private final List<String> heard = new CopyOnWriteArrayList<>();

    public List<String> heard() {
        return heard;
    }

    @Override
    public void tailTruncated(Path file, long offset, long bytes) {
        heard.add("truncated " + bytes);
    }

    @Override
    public void full(Path directory, IOException cause) {
        heard.add("full");
    }

    @Override
    public void roomAgain(Path directory) {
        heard.add("room again");
    }

    @Override
    public void segmentDropped(Path file) {
        heard.add("dropped " + file.getFileName());
    }

    @Override
    public void notCleaned(Path directory, Exception cause) {
        heard.add("not cleaned " + cause);
    }

    @Override
    public void outcomeUnknown(String what, Path file, long offset, IOException cause) {
        heard.add(what + " " + file.getFileName() + " " + offset);
    }
}
