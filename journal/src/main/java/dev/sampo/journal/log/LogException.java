package dev.sampo.journal.log;

import java.io.Serial;

/** Why the log could not do what was asked; each kind says what its receiver may conclude about the records. */
public abstract sealed class LogException extends RuntimeException
        permits CannotOpenLog, CorruptLog, LogFull, WriteFailed, LogBusy, RecordTooLarge, LogClosed, LogFailed {

    @Serial
    private static final long serialVersionUID = 1L;

    LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
