package dev.sampo.lease;

/** A queue at one glance. */
public record QueueView(String queue, int waiting, int leased) {}
