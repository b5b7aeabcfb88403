package dev.sampo.http;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Why a request was not served, as RFC 9457 has it.
 *
 * @param code for programs; it does not change
 * @param detail the thing, and what to do about it
 * @param retryAfterSeconds when to come again; null when that is no remedy
 * @param size how many bytes there are; null when it is not for others that were asked
 * @param allow the methods that the path takes; null when they are not what is wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        Long retryAfterSeconds,
        Long size,
        String allow) {

    static Problem of(int status, String code, String detail) {
        return new Problem("urn:sampo:problem:" + code, title(status), status, code, detail, null, null, null);
    }

    Problem allowing(String methods) {
        return new Problem(type, title, status, code, detail, retryAfterSeconds, size, methods);
    }

    Problem again(long seconds) {
        return new Problem(type, title, status, code, detail, seconds, size, allow);
    }

    Problem of(long bytes) {
        return new Problem(type, title, status, code, detail, retryAfterSeconds, bytes, allow);
    }

    Refusal refusal() {
        return new Refusal(this);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Internal Server Error";
        };
    }

    /** A problem, thrown by whoever meets it. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        private Refusal(Problem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
