package dev.sampo.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.protobufv3.internal.ByteString;
import org.apache.pekko.protobufv3.internal.InvalidProtocolBufferException;
import org.apache.pekko.protobufv3.internal.UnknownFieldSet;

/** Where traces are sent to, which reads of each span what a test asks for, by the numbers that OTLP has for fields. */
final class Collector implements AutoCloseable {
    /**
     * @param by the node that has sent it
     * @param parent empty for none
     * @param attributes those that are texts
     */
    record Span(
            String by,
            String trace,
            String id,
            String parent,
            String name,
            boolean isError,
            Map<String, String> attributes) {}

    final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Collector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void receive(HttpExchange exchange) throws IOException {
        for (UnknownFieldSet ofResource :
                in(UnknownFieldSet.parseFrom(exchange.getRequestBody().readAllBytes()), 1)) {
            String by = attributes(in(ofResource, 1).get(0), 1).get("service.instance.id");
            for (UnknownFieldSet ofScope : in(ofResource, 2)) {
                for (UnknownFieldSet span : in(ofScope, 2)) {
                    spans.add(span(by, span));
                }
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Span span(String by, UnknownFieldSet span) throws IOException {
        boolean isError = in(span, 15).stream()
                .anyMatch(status -> status.getField(3).getVarintList().contains(2L));
        return new Span(by, hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5), isError, attributes(span, 9));
    }

    private static List<UnknownFieldSet> in(UnknownFieldSet message, int field) throws IOException {
        var inner = new ArrayList<UnknownFieldSet>();
        for (ByteString each : message.getField(field).getLengthDelimitedList()) {
            inner.add(parsed(each));
        }
        return inner;
    }

    private static UnknownFieldSet parsed(ByteString bytes) throws InvalidProtocolBufferException {
        return UnknownFieldSet.parseFrom(bytes);
    }

    private static Map<String, String> attributes(UnknownFieldSet message, int field) throws IOException {
        var texts = new HashMap<String, String>();
        for (UnknownFieldSet attribute : in(message, field)) {
            for (UnknownFieldSet value : in(attribute, 2)) {
                texts.put(text(attribute, 1), text(value, 1));
            }
        }
        return texts;
    }

    private static String hex(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .map(bytes -> HexFormat.of().formatHex(bytes.toByteArray()))
                .findFirst()
                .orElse("");
    }

    private static String text(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
