package dev.sampo;

import dev.sampo.actors.Engine;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.planning.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Submits jobs with a jar. Where the cluster has the jar because of another job, it need not be sent again. */
final class JarSubmit {
    private static final byte[] NO_JAR = {};

    private final Engine engine;
    private final Client client;

    JarSubmit(Engine engine, Client client) {
        this.engine = engine;
        this.client = client;
    }

    CompletionStage<Answer.Accepted> submit(
            JobId id, Blueprint blueprint, Optional<byte[]> jar, JobOptions options, Duration patience) {
        Digest digest = blueprint
                .jar()
                .orElseThrow(() -> new IllegalArgumentException("the graph \"" + blueprint.name() + "\" names no jar"));
        // It takes a while to look into a large jar: not on a thread of the caller's, or of actors.
        return CompletableFuture.runAsync(() -> jar.ifPresent(bytes -> check(id, digest, bytes)))
                .thenCompose(checked -> bytes(id, digest, jar))
                .thenCompose(bytes -> client.submit(id, blueprint, bytes, options, patience));
    }

    /** A partition that has the jar does not ask for its bytes. */
    private CompletionStage<byte[]> bytes(JobId id, Digest digest, Optional<byte[]> jar) {
        return jar.isPresent()
                ? CompletableFuture.completedFuture(jar.get())
                : engine.hasJar(id, digest)
                        .thenCompose(isThere -> isThere ? CompletableFuture.completedFuture(NO_JAR) : found(digest));
    }

    private CompletionStage<byte[]> found(Digest digest) {
        return engine.jar(digest)
                .thenApply(known -> known.orElseThrow(() -> new SampoException.NotFound(
                        "no job that is known has the jar " + digest + "; send the jar with the graph")));
    }

    private void check(JobId id, Digest digest, byte[] jar) {
        if (!Digest.of(jar).equals(digest)) {
            throw new BadJar("what came as the jar " + digest + " is " + Digest.of(jar)
                    + ": send the jar that the graph" + " was made with");
        }
        JarCheck.size(jar.length);
        try {
            Path file = Files.createTempFile("sampo-", ".jar");
            try {
                Files.write(file, jar);
                JarCheck.content(file);
                engine.code().jars().signers().objection(file).ifPresent(objection -> {
                    throw new BadJar(objection);
                });
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new SampoException.NotWritten(id.value(), "the jar could not be looked into: " + failure);
        }
    }
}
