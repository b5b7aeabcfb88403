/** Values too large for messages, kept by the node that made or fetched them; start with {@link dev.sampo.actors.value.ValueStore}. */
package dev.sampo.actors.value;
