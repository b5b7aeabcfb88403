package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.http.Served.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is without end, or much larger than it looks, is answered soon, and nothing of it stays in memory. */
@Timeout(180)
class HostileSizesTest {
    /** What a socket and the buffers before it may have taken from a client that nobody listens to. */
    private static final long READ_MAX = 8 << 20;

    private static final long GROWTH_MAX = 48 << 20;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CANCEL = "/v1/jobs/x/cancel";

    @RegisterExtension
    static final Served served = Served.duringTheClass();

    /** @param sent how much the client could send before it was answered */
    private record Told(String answer, long sent) {}

    private interface Sender {
        /** Sends a piece more, and says how long it was; 0 when that was all. */
        int more(OutputStream to) throws IOException;
    }

    private static String head(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + served.address + "\r\nAuthorization: Bearer "
                + served.token + "\r\nContent-Type: application/json\r\n"
                + List.of(headers).stream().map(each -> each + "\r\n").collect(Collectors.joining());
    }

    /** Sends until it is answered or cut off, and listens all the while: an answer may come long before the end. */
    private static Told told(String head, Sender sender) throws IOException {
        int colon = served.address.lastIndexOf(':');
        try (var socket =
                new Socket(served.address.substring(0, colon), Integer.parseInt(served.address.substring(colon + 1)))) {
            socket.setSoTimeout((int) SOON.toMillis());
            var heard = CompletableFuture.supplyAsync(() -> heard(socket), task -> {
                var thread = new Thread(task, "listener");
                thread.setDaemon(true);
                thread.start();
            });
            long sent = head.length();
            try {
                OutputStream to = socket.getOutputStream();
                to.write(head.getBytes(StandardCharsets.ISO_8859_1));
                for (int more = sender.more(to); more > 0 && !heard.isDone(); more = sender.more(to)) {
                    sent += more;
                }
                to.flush();
            } catch (IOException cutOff) {
                // What it was told has been heard.
            }
            return new Told(heard.join(), sent);
        }
    }

    private static String heard(Socket socket) {
        var all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            var buffer = new byte[4096];
            while (!isWhole(all.toString(StandardCharsets.UTF_8))) {
                int read = in.read(buffer);
                if (read < 0) {
                    break;
                }
                all.write(buffer, 0, read);
            }
        } catch (IOException cutOff) {
            // What came before counts.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(String answer) {
        return answer.contains("\r\n\r\n") && answer.endsWith("}");
    }

    private static Sender once(byte[] body) {
        var isSent = new boolean[1];
        return to -> {
            if (isSent[0]) {
                return 0;
            }
            isSent[0] = true;
            to.write(body);
            return body.length;
        };
    }

    private static Sender chunksWithoutEnd() {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return to -> {
            to.write(chunk);
            return chunk.length;
        };
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** S-12: of each of them, in all, no more is read than the limit and what buffers hold. */
    @Test
    void aBodyWithoutEndIsRefusedAndNotKept() {
        long before = heap();
        List<CompletableFuture<Told>> all = IntStream.range(0, 24)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return told(head("POST", CANCEL, "Transfer-Encoding: chunked", ""), chunksWithoutEnd());
                    } catch (IOException failure) {
                        throw new AssertionError(failure);
                    }
                }))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join)).allSatisfy(each -> {
            assertThat(each.answer()).startsWith("HTTP/1.1 413 ").contains("\"code\":\"TOO_LARGE\"");
            assertThat(each.sent()).isLessThan(READ_MAX);
        });
        assertThat(heap() - before).isLessThan(GROWTH_MAX);
    }

    /** S-12: and of those who have no token nothing is even looked at. */
    @Test
    void strangersMaySendWhatTheyLike() throws IOException {
        String head = head("POST", CANCEL, "Transfer-Encoding: chunked", "").replace(served.token, "stranger");
        Told told = told(head, chunksWithoutEnd());
        assertThat(told.answer()).startsWith("HTTP/1.1 401 ");
        assertThat(told.sent()).isLessThan(READ_MAX);
    }

    /** S-12: the length that is said, as what is sent, and one that is a lie. */
    @Test
    void aLengthIsBelievedOnlyAsFarAsItGoes() throws IOException {
        Told large = told(head("POST", CANCEL, "Content-Length: 1000000000", ""), once(new byte[2 << 20]));
        assertThat(large.answer()).startsWith("HTTP/1.1 413 ").contains("TOO_LARGE");
        Told shortOne = told(
                head("POST", CANCEL, "Content-Length: 5", ""),
                once("{\"reason\":\"x\"}".getBytes(StandardCharsets.UTF_8)));
        assertThat(shortOne.answer()).startsWith("HTTP/1.1 400 ").contains("BAD_JSON");
        Told twoLengths = told(
                head("POST", CANCEL, "Content-Length: 2", "Content-Length: 14", ""),
                once("{}".getBytes(StandardCharsets.UTF_8)));
        assertThat(twoLengths.answer()).startsWith("HTTP/1.1 400 ");
    }

    /** S-12: what is packed stays packed, so that ten kilobytes are never ten megabytes. */
    @Test
    void nothingIsUnpacked() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 256; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        assertThat(packed.size()).isLessThan(1 << 20);
        long before = heap();
        for (String path : List.of(CANCEL, "/v1/jobs")) {
            Told told = told(
                    head("POST", path, "Content-Encoding: gzip", "Content-Length: " + packed.size(), ""),
                    once(packed.toByteArray()));
            assertThat(told.answer()).as(path).startsWith("HTTP/1.1 400 ").contains("\"code\":\"BAD_");
        }
        assertThat(heap() - before).isLessThan(GROWTH_MAX);
    }

    /** S-12. */
    @Test
    void aHundredThousandHeadersAreTooMany() throws IOException {
        var count = new int[1];
        Told told = told(head("GET", "/v1/nodes"), to -> {
            to.write(("X-" + count[0] + ": y\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return count[0]++ < 100_000 ? 12 : 0;
        });
        assertThat(told.answer()).containsPattern("^HTTP/1.1 4(00|31) ").contains("\"code\":");
    }

    private static Answer submitted(String job) throws IOException {
        long begin = System.nanoTime();
        byte[] body = job.getBytes(StandardCharsets.UTF_8);
        Told told = told(head("POST", "/v1/jobs", "Content-Length: " + body.length, ""), once(body));
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as(told.answer())
                .isLessThan(SOON);
        assertThat(told.answer()).startsWith("HTTP/1.1 ").hasSizeLessThan(64 << 10);
        return new Answer(Integer.parseInt(told.answer().substring(9, 12)), java.util.Map.of(), told.answer());
    }

    /** S-14. */
    @Test
    void aMillionElementsAreRefusedInAFewWords() throws IOException {
        String many = IntStream.range(0, 1_100_000).mapToObj(i -> "1").collect(Collectors.joining(","));
        long before = heap();
        Told small = told(
                head("POST", CANCEL, "Content-Length: " + (900_000 + 14), ""),
                once(("{\"reason\":[" + "1,".repeat(450_000) + "1]}").getBytes(StandardCharsets.UTF_8)));
        assertThat(small.answer()).startsWith("HTTP/1.1 400 ");
        for (String job : List.of(
                "{\"name\":\"a\",\"tasks\":[" + many + "]}",
                "{\"name\":\"a\",\"tasks\":[{\"name\":\"t\",\"each\":[" + many + "],\"command\":[\"true\"]}]}",
                "{\"name\":\"a\",\"tasks\":[{\"name\":\"t\",\"value\":[" + many + "]}]}",
                "{\"name\":\"a\",\"tasks\":[{\"name\":\"t\",\"command\":[" + many + "]}]}")) {
            Answer answer = submitted(job);
            assertThat(answer.status()).as(job.substring(0, 50)).isEqualTo(400);
            assertThat(answer.body()).contains("BAD_JOB");
        }
        assertThat(heap() - before).isLessThan(GROWTH_MAX);
    }

    /** S-14, where a job file is not what is sent. */
    @Test
    void bytesThatAreNoTextAreNoJson() throws IOException {
        for (byte[] bytes : List.of(
                new byte[] {(byte) 0xff, (byte) 0xfe},
                new byte[] {(byte) 0xc0, (byte) 0x80},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {0})) {
            var body = new ByteArrayOutputStream();
            body.write("{\"reason\":\"".getBytes(StandardCharsets.UTF_8));
            body.write(bytes);
            body.write("\"}".getBytes(StandardCharsets.UTF_8));
            Told told = told(head("POST", CANCEL, "Content-Length: " + body.size(), ""), once(body.toByteArray()));
            assertThat(told.answer())
                    .as("%02x", bytes[0])
                    .startsWith("HTTP/1.1 400 ")
                    .contains("BAD_JSON");
        }
    }

    /** S-15: each is as large as it may be sent, and wrong in a way that is only seen when all of it was looked at. */
    @Test
    void deepAndWideGraphsAreLookedThroughSoon() throws IOException {
        long before = heap();
        var deep = new ArrayList<String>();
        for (int i = 0; i < 100_000; i++) {
            deep.add(
                    "{\"name\":\"t" + i + "\",\"command\":[\"a\"],\"after\":[\"t" + (i == 0 ? 99_999 : i - 1) + "\"]}");
        }
        Answer cycle = submitted("{\"name\":\"deep\",\"tasks\":[" + String.join(",", deep) + "]}");
        assertThat(cycle.status()).isEqualTo(400);
        assertThat(cycle.body()).contains("BAD_JOB", "t99999");

        String all = IntStream.range(0, 900).mapToObj(i -> "\"a" + i + "\"").collect(Collectors.joining(","));
        var wide = new ArrayList<String>();
        for (int i = 0; i < 900; i++) {
            wide.add("{\"name\":\"a" + i + "\",\"command\":[\"a\"]}");
            wide.add("{\"name\":\"b" + i + "\",\"command\":[\"true\"],\"after\":[" + all + (i == 899 ? ",\"b899\"" : "")
                    + "]}");
        }
        Answer self = submitted("{\"name\":\"wide\",\"tasks\":[" + String.join(",", wide) + "]}");
        assertThat(self.status()).isEqualTo(400);
        assertThat(self.body()).contains("BAD_JOB", "b899");
        assertThat(heap() - before).isLessThan(GROWTH_MAX);
    }
}
