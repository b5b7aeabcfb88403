package dev.sampo.sample;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.TaskOptions;
import dev.sampo.resilience.Retry;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles a mosaic of the sky from overlapping images, as the astronomers' Montage does: each image was taken under
 * another brightness, which is found from the overlaps and taken away. Many small tasks and a few large ones, with unlike
 * needs.
 *
 * <pre>
 *   image ─┬─ overlap ── background ──┐
 *   image ─┼─ overlap ──┘             ├── corrected ─┐
 *   image ─┴──────────────────────────┴── corrected ─┴── mosaic ── preview
 * </pre>
 */
public final class Montage {
    static final int IMAGES = 12;
    private static final int WIDTH = 80;
    private static final int STEP = 60;
    private static final int HEIGHT = 64;

    public static void main(String[] args) {
        try (Sampo sampo = Sampo.local()) {
            Image preview = assemble(sampo);
            boolean same = preview.checksum() == trueSky().checksum();
            System.out.printf(
                    "%d x %d pixels from %d images, checksum %08x, %s%n",
                    preview.width(),
                    preview.height(),
                    IMAGES,
                    preview.checksum(),
                    same ? "the same as the sky itself" : "NOT that of the sky itself");
        }
    }

    static Image assemble(Sampo sampo) {
        var dag = Dag.named("montage")
                .defaults(TaskOptions.DEFAULTS.needs(cpus(0.25).memory("8MB")).retry(Retry.exponential(2)));
        var images = new ArrayList<Handle<Image>>();
        for (int i = 0; i < IMAGES; i++) {
            int number = i;
            images.add(dag.task("image-" + i, () -> take(number)).needs(cpus(1).memory("16MB")));
        }
        var overlaps = new ArrayList<Handle<Integer>>();
        for (int i = 1; i < IMAGES; i++) {
            overlaps.add(dag.task("overlap-" + i, images.get(i - 1), images.get(i), Image::brighterBy));
        }
        var background = dag.task("background", overlaps, Montage::background).needs(cpus(0.5));
        var corrected = new ArrayList<Handle<Image>>();
        for (int i = 0; i < IMAGES; i++) {
            int number = i;
            corrected.add(dag.task(
                    "corrected-" + i, images.get(i), background, (image, levels) -> image.plus(-levels.get(number))));
        }
        var mosaic = dag.task("mosaic", corrected, Image::mosaic).needs(cpus(1).memory("64MB"));
        var preview = dag.task("preview", mosaic, Image::half);
        return sampo.submit(dag).await(preview);
    }

    /** A picture of a strip of the sky through haze that only this picture has; the first has none. */
    private static Image take(int number) {
        return Image.sky(number * STEP, WIDTH, HEIGHT).plus(number * 37 % 101);
    }

    /** How much brighter each image is than the first. */
    private static List<Integer> background(List<Integer> steps) {
        var levels = new ArrayList<Integer>(List.of(0));
        steps.forEach(step -> levels.add(levels.get(levels.size() - 1) + step));
        return levels;
    }

    static Image trueSky() {
        return Image.sky(0, (IMAGES - 1) * STEP + WIDTH, HEIGHT).half();
    }
}
