package dev.sampo.http.remote;

/** A worker says that the work has failed, or none has done it in time. */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    RemoteFailure(String message) {
        super(message);
    }
}
