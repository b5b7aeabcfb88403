package dev.sampo.http.cli;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Asks by the JDK's old client. Its new one makes ready for encryption when it is made, which takes longer than all else that a
 * command does.
 */
final class PlainHttp {
    private PlainHttp() {}

    /** What came back; its body is read from the connection. */
    record Response(int status, InputStream body) {}

    /**
     * @param address host:port
     * @param body null for none
     * @param silentMax how long nothing may come; zero for as long as it takes
     * @throws ConnectException when nobody answers there
     * @throws SocketTimeoutException when nothing came in time
     * @throws ProtocolException when what answers speaks no HTTP
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
        var url = URI.create("http://" + address + path).toURL();
        var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) connectsWithin.toMillis());
        connection.setReadTimeout((int) silentMax.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Connection", "close");
        headers.forEach(connection::setRequestProperty);
        if (body != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length); // Else it would send again by itself what broke off.
        }
        connect(connection);
        if (body != null) {
            connection.getOutputStream().write(body);
        }
        int status = status(connection);
        if (status < 0) {
            throw new ProtocolException("what answers speaks no HTTP");
        }
        InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        boolean isChunked = connection.getHeaderField("Transfer-Encoding") != null;
        return new Response(status, isChunked ? answer : new Body(answer, connection.getContentLengthLong()));
    }

    private static void connect(HttpURLConnection connection) throws ConnectException {
        try {
            connection.connect();
        } catch (IOException nobody) {
            var told = new ConnectException(nobody.getMessage());
            told.initCause(nobody);
            throw told;
        }
    }

    private static int status(HttpURLConnection connection) throws IOException {
        try {
            return connection.getResponseCode();
        } catch (HttpRetryException refused) {
            return refused.responseCode(); // It does not want to log in by itself, and is not to.
        }
    }

    /** As many bytes as it is to have. That it broke off is an error, which the client does not know of. */
    private static final class Body extends FilterInputStream {
        private long left;

        /** @param length negative where the head broke off before it said so */
        Body(InputStream in, long length) throws EOFException {
            super(in == null ? InputStream.nullInputStream() : in);
            this.left = in == null ? 0 : length;
            if (left < 0) {
                throw new EOFException("the answer broke off");
            }
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the answer broke off");
            }
            left -= read;
            return read;
        }
    }
}
