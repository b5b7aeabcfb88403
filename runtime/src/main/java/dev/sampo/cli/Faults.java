package dev.sampo.cli;

import com.typesafe.config.ConfigException;
import dev.sampo.SampoException;
import dev.sampo.journal.JournalUnavailable;
import dev.sampo.journal.log.CorruptLog;
import dev.sampo.journal.log.LogBusy;
import dev.sampo.journal.log.LogException;
import dev.sampo.sim.whatif.InvalidWhatIf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in one line what went wrong, and by the exit code what the caller may do about it. */
final class Faults {
    private Faults() {}

    static ExitCode codeOf(Throwable fault) {
        if (fault instanceof Refusals.Refused refused) {
            return refused.code();
        }
        if (fault instanceof SampoException known) {
            return codeOf(known);
        }
        if (fault instanceof InvalidWhatIf) {
            return ExitCode.USAGE;
        }
        if (fault instanceof CorruptLog) {
            return ExitCode.DAMAGED;
        }
        if (fault instanceof JournalUnavailable) {
            return ExitCode.UNAVAILABLE;
        }
        if (fault instanceof LogBusy) {
            return ExitCode.TRY_AGAIN;
        }
        if (fault instanceof IOException || fault instanceof UncheckedIOException || fault instanceof LogException) {
            return ExitCode.IO_ERROR;
        }
        boolean isConfiguration = fault instanceof ConfigException || fault.getCause() instanceof ConfigException;
        return isConfiguration ? ExitCode.BAD_CONFIGURATION : ExitCode.INTERNAL;
    }

    private static ExitCode codeOf(SampoException fault) {
        if (fault instanceof SampoException.TimedOut
                || fault instanceof SampoException.Indeterminate
                || fault instanceof SampoException.Busy) {
            return ExitCode.TRY_AGAIN;
        }
        if (fault instanceof SampoException.NotWritten) {
            return ExitCode.IO_ERROR;
        }
        if (fault instanceof SampoException.NodeUnreachable || fault instanceof SampoException.CannotJoin) {
            return ExitCode.UNAVAILABLE;
        }
        boolean isConfiguration =
                fault instanceof SampoException.NetworkingOff || fault instanceof SampoException.BadConfiguration;
        return isConfiguration ? ExitCode.BAD_CONFIGURATION : ExitCode.NO;
    }

    static String wordsFor(Throwable fault) {
        Throwable shown = fault instanceof UncheckedIOException wrapped ? wrapped.getCause() : fault;
        if (shown instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or directory";
        }
        if (shown instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (shown instanceof NotDirectoryException plain) {
            return plain.getFile() + ": not a directory";
        }
        if (shown instanceof FileAlreadyExistsException taken) {
            return taken.getFile() + ": already exists, and is no directory";
        }
        String message = shown.getMessage() == null ? shown.toString() : shown.getMessage();
        return codeOf(fault) == ExitCode.INTERNAL
                ? "internal error: " + shown.getClass().getName() + ": " + message
                        + "\nRun again with --debug for more."
                : message;
    }
}
