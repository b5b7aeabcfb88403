package dev.sampo.placement;

/** Where it leaves most gpus usable for tasks such as there are; among equals on the fullest, so that whole nodes stay free. */
final class GpuPacking implements Placer {
    private static final double STRANDED = 1_000;

    @Override
    public String name() {
        return "gpu-packing";
    }

    @Override
    public boolean asksWhatIsStranded() {
        return true;
    }

    @Override
    public boolean decidesEach() {
        return true;
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        return Math.min(1, candidate.load()) - candidate.stranded() * STRANDED;
    }

    @Override
    public String about(Candidate candidate) {
        return String.format(java.util.Locale.ROOT, "strands %.3f gpus", candidate.stranded());
    }
}
