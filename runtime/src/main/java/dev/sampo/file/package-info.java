/** Jobs as files, or as JSON that came over the network: what may be said in one, and what is wrong with it, by line and column. */
package dev.sampo.file;
