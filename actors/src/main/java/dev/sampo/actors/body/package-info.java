/** Runs the user's bodies on threads of their own; start with {@link dev.sampo.actors.body.BodyRunner}. */
package dev.sampo.actors.body;
