/** What is said in JSON, for both sides; names are in snake case. */
package dev.sampo.http.api;
