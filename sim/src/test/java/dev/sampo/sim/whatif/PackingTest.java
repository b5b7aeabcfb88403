package dev.sampo.sim.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackingTest {
    /** Cpu-hungry pods, of which some share a gpu: whoever gives cpus away where gpus are leaves gpus over. */
    private static final String PODS = """
            name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec
            a,10000,1024,1,1000,
            b,10000,1024,1,1000,
            c,4000,1024,1,500,
            d,2000,1024,1,300,new
            e,24000,1024,0,0,
            """;

    @TempDir
    Path directory;

    private Path machines() throws IOException {
        var rows = new StringBuilder("sn,cpu_milli,memory_mib,gpu,model\n");
        for (int i = 0; i < 40; i++) {
            rows.append("m").append(i).append(i % 2 == 0 ? ",96000,65536,8,new\n" : ",96000,65536,2,old\n");
        }
        return Files.writeString(directory.resolve("machines.csv"), rows);
    }

    private double allocated(String policy, String pods) throws IOException {
        Path file = Files.writeString(directory.resolve("pods.csv"), pods);
        double sum = 0;
        for (int seed = 0; seed < 3; seed++) {
            Packed packed = Packing.run(file, machines(), Policy.named(policy), seed);
            assertThat(packed.gpus()).isEqualTo(200);
            assertThat(packed.levels()).extracting(Packed.Level::asked).containsExactly(0.95, 1.0, 1.3);
            assertThat(packed.levels().get(2).allocated()).isLessThanOrEqualTo(1);
            sum += packed.levels().get(1).allocated();
        }
        return sum / 3;
    }

    @Test
    void gpuPackingLeavesFewerGpusOverThanChance() throws IOException {
        assertThat(allocated("gpu-packing", PODS)).isGreaterThan(allocated("random", PODS) + 0.02);
    }

    @Test
    void whatIsWrongInAFileIsNamed() throws IOException {
        assertThatThrownBy(() -> allocated("random", PODS.replace("num_gpu", "gpus")))
                .isInstanceOf(InvalidWhatIf.class)
                .hasMessageContaining("num_gpu");
        assertThatThrownBy(() -> allocated("random", PODS.replace("24000", "many")))
                .isInstanceOf(InvalidWhatIf.class)
                .hasMessageContaining("cpu_milli=many");
    }
}
