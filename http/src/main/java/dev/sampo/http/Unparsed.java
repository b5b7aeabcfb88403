package dev.sampo.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is no request that could be looked at, in the same words as all else: the HTTP library finds this by its name. */
public final class Unparsed extends ParsingErrorHandler {

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return Exchange.response(problem(status.intValue(), error.summary()));
    }

    /** @param what the library has to say about it */
    static Problem problem(int status, String what) {
        return Problem.of(status, code(status), what.isEmpty() ? "this is no HTTP that is understood here" : what);
    }

    private static String code(int status) {
        return switch (status) {
            case 413 -> "TOO_LARGE";
            case 414 -> "URI_TOO_LONG";
            case 431 -> "HEADERS_TOO_LARGE";
            case 501 -> "METHOD_UNKNOWN";
            case 505 -> "HTTP_VERSION";
            default -> "NOT_HTTP";
        };
    }
}
