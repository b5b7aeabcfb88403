package dev.sampo.file;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sampo.SubmitOptions;
import dev.sampo.dag.DagSpec;
import dev.sampo.dag.InvalidDag;
import dev.sampo.job.JobId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job that was written down, in YAML or JSON: its tasks, and what is said about it as a whole. */
public final class JobFile {
    private final String source;
    private final Item item;
    private final DagSpec dag;
    private final SubmitOptions options;
    private final Map<String, Spot> places;

    /** @param places where each task is written */
    JobFile(String source, Item item, DagSpec dag, SubmitOptions options, Map<String, Spot> places) {
        this.source = source;
        this.item = item;
        this.dag = dag;
        this.options = options;
        this.places = places;
    }

    /** @throws BadFile with everything that is wrong with it */
    public static JobFile read(Path file) throws IOException {
        long size = Files.size(file);
        byte[] bytes = size > ItemReader.BYTES_MAX ? new byte[ItemReader.BYTES_MAX + 1] : Files.readAllBytes(file);
        return read(file.toString(), bytes, Format.of(file.toString()));
    }

    /**
     * @param source its name, for what is wrong; empty for what has none
     * @throws BadFile with everything that is wrong with it
     */
    public static JobFile read(String source, byte[] bytes, Format format) {
        return JobForm.read(source, ItemReader.read(source, bytes, format));
    }

    /** What may be written, as JSON Schema, for editors and other languages. */
    public static byte[] schema() {
        try (var in = JobFile.class.getResourceAsStream("job.schema.json")) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The same under another id. */
    public JobFile withId(String id) {
        String chosen = new JobId(id).value();
        var entries = new LinkedHashMap<>(((Item.Fields) item).entries());
        entries.put("id", new Item.Entry(Findings.NOWHERE, new Item.Text(Findings.NOWHERE, chosen)));
        return new JobFile(source, new Item.Fields(item.at(), entries), dag, options.id(chosen), places);
    }

    public DagSpec dag() {
        return dag;
    }

    public SubmitOptions options() {
        return options;
    }

    /** The same as JSON, for nodes. */
    public byte[] json() {
        return json(item);
    }

    static byte[] json(Item item) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new JsonFactory().createGenerator(bytes)) {
            ItemWriter.write(item, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * What the cluster would say of its graph, unless it is about the nodes that are there.
     *
     * @throws BadFile with everything that is wrong with it
     */
    public void check() {
        try {
            dag.compile(new NoBytes());
        } catch (InvalidDag invalid) {
            throw explained(invalid);
        }
    }

    /** What is wrong with the graph, with the places of its tasks. */
    public BadFile explained(InvalidDag invalid) {
        var findings = new Findings(source);
        invalid.problems()
                .forEach(problem -> findings.add(places.getOrDefault(problem.where(), item.at()), problem.sentence()));
        return findings.bad();
    }
}
