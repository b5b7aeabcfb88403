/**
 * The user's world of bytes: task bodies and the values they take and give, opaque to everything but the node that runs them.
 * Start at {@link dev.sampo.body.Bodies} and {@link dev.sampo.body.BodyLoader} for bodies, at {@link dev.sampo.body.Values} and
 * {@link dev.sampo.body.ListValue} for values. What may travel is decided by an {@link dev.sampo.body.AllowList}.
 */
package dev.sampo.body;
