package dev.sampo.http.api;

/**
 * A link that opens the page in a browser, once.
 *
 * @param path what follows the node's address; its code is in the fragment, which browsers send to nobody
 * @param until when it is worth nothing any more, in milliseconds since 1970
 */
public record PageLinkView(String path, long until) {}
