package dev.sampo.http;

import dev.sampo.BadJar;
import dev.sampo.SampoException;
import dev.sampo.command.Written;
import dev.sampo.dag.Problem.Kind;
import dev.sampo.file.BadFile;
import dev.sampo.http.api.Json;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what goes wrong behind the door into words for those before it: no class names, no stack traces. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    static final Problem LATE = Problem.of(504, "TIMED_OUT", "the cluster did not answer in time; ask again")
            .again(1);

    private Problems() {}

    static Problem of(Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        if (cause instanceof Problem.Refusal refusal) {
            return refusal.problem();
        }
        if (cause instanceof Json.BadJson bad) {
            return Problem.of(400, bad.code(), bad.getMessage());
        }
        if (cause instanceof BadFile bad) {
            return Problem.of(400, "BAD_JOB", bad.getMessage());
        }
        if (cause instanceof BadJar bad) {
            return Problem.of(400, "BAD_JAR", bad.getMessage());
        }
        if (cause instanceof SampoException known) {
            return of(known);
        }
        if (cause instanceof IllegalArgumentException wrong && wrong.getMessage() != null) {
            return Problem.of(400, "BAD_REQUEST", wrong.getMessage());
        }
        if (cause instanceof TimeoutException) {
            return LATE;
        }
        LOG.error("a request has failed by a fault of Sampo itself", cause);
        return Problem.of(500, "INTERNAL", "a fault of Sampo itself; the node's log has more, please report it");
    }

    private static boolean isOtherContent(SampoException.Rejected rejected) {
        return rejected.problems().stream().anyMatch(problem -> problem.kind() == Kind.CONTENT_DIFFERS);
    }

    private static Problem of(SampoException known) {
        String detail = known.getMessage();
        if (known instanceof SampoException.NotFound) {
            return Problem.of(404, "NOT_FOUND", detail);
        } else if (known instanceof SampoException.TaskFailed failed) {
            return Problem.of(409, "TASK_FAILED", Written.told(failed));
        } else if (known instanceof SampoException.JobOver) {
            return Problem.of(409, "JOB_OVER", detail);
        } else if (known instanceof SampoException.Unreadable) {
            return Problem.of(406, "NOT_READABLE", detail + "; or ask for it with as=bytes");
        } else if (known instanceof SampoException.ChangeRefused) {
            return Problem.of(409, "CHANGE_REFUSED", detail);
        } else if (known instanceof SampoException.Rejected rejected && isOtherContent(rejected)) {
            return Problem.of(409, "CONTENT_DIFFERS", detail);
        } else if (known instanceof SampoException.Rejected) {
            return Problem.of(422, "REJECTED", detail);
        } else if (known instanceof SampoException.Busy busy) {
            return Problem.of(503, "BUSY", busy.reason() + "; try again when some of it is done")
                    .again(Math.max(1, busy.retryAfter().toSeconds()));
        } else if (known instanceof SampoException.NotWritten) {
            return Problem.of(503, "NOT_WRITTEN", detail);
        } else if (known instanceof SampoException.NodeUnreachable) {
            return Problem.of(503, "NODE_UNREACHABLE", detail).again(1);
        } else if (known instanceof SampoException.Indeterminate) {
            return Problem.of(504, "INDETERMINATE", detail).again(1);
        }
        return Problem.of(409, "CONFLICT", detail);
    }
}
