package dev.sampo.http.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlainHttpTest {

    /** What is read of an answer, from one who says just this and hangs up. */
    private static String said(String answer) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var served = CompletableFuture.runAsync(() -> serve(server, answer));
            PlainHttp.Response response = ask("127.0.0.1:" + server.getLocalPort(), Duration.ofSeconds(10));
            try (var body = response.body()) {
                return response.status() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                served.join();
            }
        }
    }

    private static PlainHttp.Response ask(String address, Duration silentMax) throws IOException {
        return PlainHttp.send(
                address, "POST", "/x", Map.of("A", "b"), new byte[] {'{', '}'}, Duration.ofSeconds(3), silentMax);
    }

    private static void serve(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            var request = new StringBuilder();
            while (!request.toString().endsWith("{}")) {
                request.append((char) socket.getInputStream().read());
            }
            assertThat(request)
                    .startsWith("POST /x HTTP/1.1\r\n")
                    .contains("\r\nHost: 127.0.0.1:", "\r\nA: b\r\n", "\r\nContent-Length: 2\r\n");
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void anAnswerIsReadInEachFormItMayHave() throws IOException {
        assertThat(said("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more"))
                .isEqualTo("200 hello");
        assertThat(said("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")).isEqualTo("404 ");
        assertThat(
                        said(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n"))
                .isEqualTo("200 hello, world");
        assertThat(said("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"))
                .startsWith("401 ");
    }

    @Test
    void whatBreaksOffIsNotTakenForTheWhole() {
        for (String answer : new String[] {
            "",
            "HTTP/1.1 200",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
        }) {
            assertThatThrownBy(() -> said(answer)).as(answer).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsNoHttpIsTold() {
        assertThatThrownBy(() -> said("SSH-2.0-OpenSSH_9\r\n")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whereNobodyAnswersIsToldApartFromWhereNobodySpeaks() throws IOException {
        String address;
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + silent.getLocalPort();
            assertThatThrownBy(() -> ask("127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(50)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        assertThatThrownBy(() -> ask(address, Duration.ofMillis(50))).isInstanceOf(ConnectException.class);
    }
}
