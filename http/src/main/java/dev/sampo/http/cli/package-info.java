/** The commands that ask a running node: they find one, speak HTTP with it, and show what it says. */
package dev.sampo.http.cli;
