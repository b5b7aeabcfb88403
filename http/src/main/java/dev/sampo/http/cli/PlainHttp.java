package dev.sampo.http.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * As much of HTTP as a node of ours speaks, one request to a connection. The client of the JDK makes ready for encryption when it
 * is made, which takes longer than all else that a command does.
 */
final class PlainHttp {
    private static final int LINE_MAX = 16 << 10;
    private static final int LINES_MAX = 200;

    private PlainHttp() {}

    /** What came back; its body is read from the connection, which is closed with it. */
    record Response(int status, InputStream body) {}

    /**
     * @param address host:port
     * @param headers besides those that say who is asked and how long the body is
     * @param body null for none
     * @param silentMax how long nothing may come; zero for as long as it takes
     * @throws ConnectException when nobody answers there
     * @throws SocketTimeoutException when nothing came in time
     */
    static Response send(
            String address,
            String method,
            String path,
            Map<String, String> headers,
            byte[] body,
            Duration connectsWithin,
            Duration silentMax)
            throws IOException {
        Socket socket = connect(address, connectsWithin);
        try {
            socket.setSoTimeout((int) silentMax.toMillis());
            socket.getOutputStream().write(request(address, method, path, headers, body));
            socket.getOutputStream().flush();
            var in = new BufferedInputStream(socket.getInputStream());
            int status = status(line(in));
            return new Response(status, new Body(in, headers(in), socket));
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private static Socket connect(String address, Duration connectsWithin) throws IOException {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), (int)
                    connectsWithin.toMillis());
            return socket;
        } catch (IOException | RuntimeException nobody) {
            socket.close();
            var told = new ConnectException(nobody.getMessage());
            told.initCause(nobody);
            throw told;
        }
    }

    private static byte[] request(String address, String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        var head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var all = new ByteArrayOutputStream();
        all.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        all.write(body == null ? new byte[0] : body);
        return all.toByteArray();
    }

    private static int status(String line) throws ProtocolException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
            throw new ProtocolException("what answers speaks no HTTP");
        }
        return Integer.parseInt(words[1]);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new HashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() > LINES_MAX) {
                throw new ProtocolException("what answers speaks no HTTP");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer broke off");
            }
            if (line.size() >= LINE_MAX) {
                throw new ProtocolException("a line of the answer is too long");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** In chunks, or as long as its length says, or until the connection ends; that it broke off is an error. */
    private static final class Body extends InputStream {
        private final InputStream in;
        private final Socket socket;
        private final boolean isChunked;
        private final boolean isBounded;
        /** Of the chunk, or of all. */
        private long left;

        private boolean isFirst = true;
        private boolean isOver;

        Body(InputStream in, Map<String, String> headers, Socket socket) throws IOException {
            this.in = in;
            this.socket = socket;
            this.isChunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
            String length = headers.get("content-length");
            this.isBounded = length != null || isChunked;
            this.left = length == null || isChunked ? 0 : number(length, 10);
        }

        private static long number(String text, int radix) throws ProtocolException {
            try {
                return Long.parseUnsignedLong(text, radix);
            } catch (NumberFormatException wrong) {
                throw new ProtocolException("what answers speaks no HTTP");
            }
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (isOver || isBounded && !hasMore()) {
                isOver = true;
                return -1;
            }
            int read = in.read(bytes, offset, isBounded ? (int) Math.min(length, left) : length);
            if (read < 0 && isBounded) {
                throw new EOFException("the answer broke off");
            }
            isOver = read < 0;
            left -= read;
            return read;
        }

        private boolean hasMore() throws IOException {
            if (left > 0 || !isChunked) {
                return left > 0;
            }
            if (!isFirst) {
                line(in);
            }
            isFirst = false;
            String size = line(in);
            int end = size.indexOf(';');
            left = number((end < 0 ? size : size.substring(0, end)).strip(), 16);
            if (left == 0) {
                headers(in);
            }
            return left > 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
