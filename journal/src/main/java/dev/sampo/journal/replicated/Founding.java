package dev.sampo.journal.replicated;

import dev.sampo.journal.raft.Endpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Who founds the group: the oldest nodes of the cluster that carry the role, as many as are expected, once all of them are
 * there, have no group and say that they would found it with the same ones. The group's name is made of theirs, so it
 * does not matter who begins.
 */
final class Founding {

    private Founding() {}

    /** Whom this node would found a group with; empty while somebody is missing or has a group already. */
    static List<Endpoint> candidates(int expect, List<String> oldestFirst, Map<String, Letter.Hello> hellos) {
        if (hellos.values().stream().anyMatch(hello -> hello.group() != null) || oldestFirst.size() < expect) {
            return List.of();
        }
        List<Endpoint> candidates = new ArrayList<>();
        for (String node : oldestFirst.subList(0, expect)) {
            Letter.Hello hello = hellos.get(node);
            if (hello == null || hello.self() == null) {
                return List.of();
            }
            candidates.add(hello.self());
        }
        candidates.sort(null);
        return List.copyOf(candidates);
    }

    static boolean isAgreed(List<Endpoint> candidates, Map<String, Letter.Hello> hellos) {
        return !candidates.isEmpty()
                && candidates.stream()
                        .allMatch(candidate ->
                                hellos.get(candidate.node()).candidates().equals(candidates));
    }

    static String name(List<Endpoint> founders) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            founders.forEach(founder -> digest.update(founder.getId().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
