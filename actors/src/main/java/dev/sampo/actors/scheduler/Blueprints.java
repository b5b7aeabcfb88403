package dev.sampo.actors.scheduler;

import dev.sampo.actors.Latest;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import dev.sampo.job.Stretch;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ToScheduler;
import java.util.Map;
import java.util.Optional;

/** The blueprints of a partition's jobs, and their jars, by digest, for nodes that take part; the last few asked for are found at once. */
final class Blueprints {
    private static final int REMEMBERED_MAX = 16;

    private final Ledger ledger;
    private final Map<Digest, Blueprint> remembered = Latest.used(REMEMBERED_MAX);

    Blueprints(Ledger ledger) {
        this.ledger = ledger;
    }

    Piece piece(ToScheduler.FetchBlueprint fetch) {
        Optional<byte[]> jar = ledger.jars().find(fetch.blueprint());
        if (jar.isPresent()) {
            return new Piece.OfBlueprint(fetch.blueprint(), Chunk.of(jar.get(), fetch.offset()));
        }
        Blueprint known = find(fetch.blueprint());
        return known == null
                ? new Piece.NoBlueprint(fetch.blueprint(), "no job of this partition has it any more")
                : new Piece.OfBlueprint(fetch.blueprint(), Chunk.of(known.bytes(), fetch.offset()));
    }

    /** A blueprint as a whole, if it has no more bytes than this. */
    Optional<Piece.OfBlueprint> small(Digest digest, int bytesMax) {
        Blueprint known = find(digest);
        return known == null || known.bytes().length > bytesMax
                ? Optional.empty()
                : Optional.of(new Piece.OfBlueprint(digest, Chunk.of(known.bytes(), 0)));
    }

    private Blueprint find(Digest digest) {
        Blueprint known = remembered.get(digest);
        if (known == null) {
            known = findAmongJobs(digest);
        }
        if (known != null) {
            remembered.put(digest, known);
        }
        return known;
    }

    private Blueprint findAmongJobs(Digest digest) {
        for (JobLedger job : ledger.jobs()) {
            for (Stretch stretch : job.stretches()) {
                if (stretch.blueprint().digest().equals(digest)) {
                    return stretch.blueprint();
                }
            }
        }
        return null;
    }
}
