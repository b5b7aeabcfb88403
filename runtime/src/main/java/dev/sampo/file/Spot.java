package dev.sampo.file;

/** A place in a file; lines and columns from 1. */
record Spot(int line, int column) {}
