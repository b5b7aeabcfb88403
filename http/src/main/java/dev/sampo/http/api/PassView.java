package dev.sampo.http.api;

/**
 * What a page sends in place of the token, in the same header.
 *
 * @param until when it is worth nothing any more, in milliseconds since 1970
 */
public record PassView(String pass, long until) {
    @Override
    public String toString() {
        return "PassView[until=" + until + "]";
    }
}
