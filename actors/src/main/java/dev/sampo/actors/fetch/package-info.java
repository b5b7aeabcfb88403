/** Fetches blueprints and large values in chunks, at the pace of who fetches; start with {@link dev.sampo.actors.fetch.Transfer}. */
package dev.sampo.actors.fetch;
