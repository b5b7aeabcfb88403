/** Tasks that are commands of the operating system: what is to be run, and how a node runs it and keeps nothing of it behind. */
package dev.sampo.command;
