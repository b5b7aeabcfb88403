/**
 * The HTTP door of a node: {@link dev.sampo.http.Router} has the table of what can be asked, {@link dev.sampo.http.Guard}
 * says who may come in, {@link dev.sampo.http.Exchange} is the shell around both.
 */
package dev.sampo.http;
