/** Fetches blueprints and large values in chunks, at the pace of who fetches; start with {@link dev.sampo.actors.fetch.Transfers}. */
package dev.sampo.actors.fetch;
