package dev.sampo.lease;

import java.util.Optional;

/**
 * A work at one glance.
 *
 * @param lease of who has it
 * @param ranOut how many workers have let their lease of it run out
 * @param ahead how many works of its queue are given out before it
 * @param leased how many works of its queue are on lease
 */
public record WorkView(Optional<Lease> lease, int ranOut, int ahead, int leased) {}
