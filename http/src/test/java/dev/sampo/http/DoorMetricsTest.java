package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sampo.dag.Body;
import dev.sampo.dag.Dag;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node tells Prometheus of those who come to it. */
@Timeout(60)
class DoorMetricsTest {
    @TempDir
    private Path directory;

    private static void assertScraped(Served served, String... lines) {
        await().untilAsserted(() -> assertThat(served.get("/metrics").body()).contains(lines));
    }

    @Test
    void requestsAreCountedByRouteAndThoseThatAreRefusedByStatus() {
        try (var served = new Served(directory, Map.of("sampo.http.refusals", "2 per minute"))) {
            assertScraped(served, "process_uptime_seconds");
            for (String job : new String[] {"one", "another"}) {
                assertThat(served.get("/v1/jobs/" + job).status()).isEqualTo(404);
            }
            served.get("/v1/nodes");
            served.get("/nowhere");
            served.ask("BREW", "/v1/nodes", "");
            for (int i = 0; i < 5; i++) {
                served.ask("GET", "/v1/nodes", "", "Authorization:");
            }
            served.ask("GET", "/v1/nodes", "", "Origin: http://elsewhere.example");
            assertScraped(
                    served,
                    "sampo_http_request_seconds_count{method=\"GET\",route=\"/v1/jobs/{job}\",status=\"4xx\"} 2",
                    "sampo_http_request_seconds_count{method=\"GET\",route=\"/v1/nodes\",status=\"2xx\"} 1",
                    "sampo_http_request_seconds_count{method=\"none\",route=\"none\",status=\"4xx\"} 1",
                    "sampo_http_request_seconds_count{method=\"GET\",route=\"/metrics\",status=\"2xx\"}",
                    "sampo_http_refused_total{status=\"401\"} 2",
                    "sampo_http_refused_total{status=\"429\"} 3",
                    "sampo_http_refused_total{status=\"403\"} 1");
        }
    }

    @Test
    void ofQueuesForWorkersElsewhereItTellsWhatWaitsWhatIsOnLeaseAndWhatHasRunOut() {
        try (var served = new Served(directory)) {
            assertScraped(served, "process_uptime_seconds");
            var dag = Dag.named("remote");
            dag.task("one", Body.<Object>remote("mail"));
            dag.task("two", Body.<Object>remote("mail"));
            served.sampo.submit(dag, "remote");
            assertScraped(
                    served,
                    "sampo_lease_tasks_waiting{queue=\"mail\"} 2.0",
                    "sampo_leases_held{queue=\"mail\"} 0.0",
                    "sampo_lease_workers_waiting{queue=\"mail\"} 0.0");
            served.ask("POST", "/v1/remote/mail/lease", "{\"worker\":\"w\",\"lease\":\"150ms\"}");
            assertScraped(served, "sampo_leases_run_out_total{queue=\"mail\"} 1.0");
            served.ask("POST", "/v1/remote/mail/lease", "{\"worker\":\"w\",\"lease\":\"5m\"}");
            assertScraped(
                    served,
                    "sampo_lease_tasks_waiting{queue=\"mail\"} 1.0",
                    "sampo_leases_held{queue=\"mail\"} 1.0",
                    "sampo_leases_run_out_total{queue=\"mail\"} 1.0");
        }
    }

    /** Nothing is counted, and all else is as it was. */
    @Test
    void aNodeThatCountsNothingAnswersAllTheSame() {
        try (var served = new Served(directory, Map.of("sampo.http.metrics", false))) {
            assertThat(served.get("/metrics").status()).isEqualTo(404);
            assertThat(served.get("/v1/nodes").status()).isEqualTo(200);
            assertThat(served.ask("GET", "/v1/nodes", "", "Authorization:").status())
                    .isEqualTo(401);
        }
    }
}
