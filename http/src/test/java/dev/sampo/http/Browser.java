package dev.sampo.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A headless Chromium with one tab, told what to do by the DevTools protocol: clicks and keys come as from a person. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Map<String, Integer> KEYS = Map.of("Tab", 9, "Enter", 13, "Escape", 27);
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final String session;
    private volatile long received;

    /** Where one is; empty when none is installed. */
    static Optional<Path> program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Browser(Path program, Path profile) {
        try {
            process = new ProcessBuilder(
                            program.toString(),
                            "--headless=new",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-extensions",
                            "--disable-sync",
                            "--mute-audio",
                            "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(address()), new Incoming())
                    .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the browser cannot be talked to", failure);
        }
        String target = ask("Target.createTarget", "", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        session = ask("Target.attachToTarget", "", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tell(domain + ".enable", Map.of());
        }
    }

    private String address() throws IOException {
        BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
        String line = errors.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = errors.readLine();
        }
        if (line == null) {
            throw new IOException("the browser ended before it could be talked to");
        }
        var drain = new Thread(() -> errors.lines().forEach(each -> {}), "browser-errors");
        drain.setDaemon(true);
        drain.start();
        return line.substring(LISTENING.length());
    }

    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            message.append(data);
            if (isLast) {
                String whole = message.toString();
                message.setLength(0);
                heard(whole);
            }
            from.request(1);
            return null;
        }
    }

    private void heard(String message) {
        try {
            JsonNode heard = MAPPER.readTree(message);
            if (heard.has("id")) {
                CompletableFuture<JsonNode> answer =
                        asked.remove(heard.get("id").asInt());
                if (answer != null && heard.has("error")) {
                    answer.completeExceptionally(
                            new Refused(heard.at("/error/message").asText()));
                } else if (answer != null) {
                    answer.complete(heard.get("result"));
                }
                return;
            }
            String method = heard.path("method").asText();
            if (method.equals("Runtime.exceptionThrown")) {
                complaints.add(heard.at("/params/exceptionDetails/exception/description")
                        .asText());
            } else if (method.equals("Log.entryAdded")) {
                complaints.add(heard.at("/params/entry/text").asText());
            } else if (method.equals("Network.dataReceived")) {
                received += Math.max(
                        heard.at("/params/encodedDataLength").asLong(),
                        heard.at("/params/dataLength").asLong());
            }
        } catch (IOException strange) {
            complaints.add(strange.toString());
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private JsonNode ask(String method, String inSession, Map<String, ?> parameters) {
        int number = numbers.incrementAndGet();
        ObjectNode message = MAPPER.createObjectNode();
        message.put("id", number);
        message.put("method", method);
        message.set("params", MAPPER.valueToTree(parameters));
        if (!inSession.isEmpty()) {
            message.put("sessionId", inSession);
        }
        var answer = new CompletableFuture<JsonNode>();
        asked.put(number, answer);
        try {
            synchronized (this) {
                socket.sendText(message.toString(), true).get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            }
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Refused refused ? refused : new IllegalStateException(failure);
        } catch (TimeoutException late) {
            throw new IllegalStateException(method + " was not answered", late);
        }
    }

    JsonNode tell(String method, Map<String, ?> parameters) {
        return ask(method, session, parameters);
    }

    void open(String url) {
        tell("Page.navigate", Map.of("url", url));
    }

    void reload() {
        tell("Page.reload", Map.of());
    }

    /** What a script gives in the page; that of a promise when it is kept. */
    JsonNode eval(String script) {
        JsonNode result =
                tell("Runtime.evaluate", Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new Refused(
                    result.at("/exceptionDetails/exception/description").asText(result.toString()));
        }
        return result.at("/result/value");
    }

    /** Waits until that is true in the page, across reloads. */
    void await(String condition) {
        String wait = "new Promise(done => { const end = Date.now() + 900; const look = () => { let is = false;"
                + " try { is = Boolean(" + condition + "); } catch (none) {}"
                + " is || Date.now() > end ? done(is) : setTimeout(look, 25); }; look(); })";
        long end = System.nanoTime() + ANSWER.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (eval(wait).asBoolean()) {
                    return;
                }
            } catch (Refused betweenPages) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError(
                "not so in the page: " + condition + "\nit shows:\n" + text() + "\nand complains: " + complaints);
    }

    /** Waits until the page shows this text. */
    void awaitText(String text) {
        await("document.body.innerText.includes(" + quoted(text) + ")");
    }

    String text() {
        return eval("document.body.innerText").asText();
    }

    static String quoted(String text) {
        try {
            return MAPPER.writeValueAsString(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** With the mouse, at the middle of what matches, once that can be seen and has come to rest. */
    void click(String selector) {
        String find = "document.querySelector(" + quoted(selector) + ")";
        await(find + ".getClientRects().length > 0");
        await("(() => { const it = " + find + "; it.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const r = it.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2, before = window.spot;"
                + " window.spot = {x, y}; return before && before.x === x && before.y === y"
                + " && it.contains(document.elementFromPoint(x, y)); })()");
        JsonNode spot = eval("window.spot");
        for (String what : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            tell(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            what,
                            "x",
                            spot.get("x").asDouble(),
                            "y",
                            spot.get("y").asDouble(),
                            "button",
                            what.equals("mouseMoved") ? "none" : "left",
                            "clickCount",
                            1));
        }
    }

    void press(String key) {
        boolean isTyped = key.equals("Enter");
        for (String what : List.of(isTyped ? "keyDown" : "rawKeyDown", "keyUp")) {
            var event = new HashMap<String, Object>(
                    Map.of("type", what, "key", key, "code", key, "windowsVirtualKeyCode", KEYS.get(key)));
            if (isTyped && what.equals("keyDown")) {
                event.put("text", "\r");
            }
            tell("Input.dispatchKeyEvent", event);
        }
    }

    /** Into what has the focus. */
    void type(String text) {
        tell("Input.insertText", Map.of("text", text));
    }

    void look(int width, int height, boolean isPhone, boolean isDark) {
        tell(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", isPhone ? 2 : 1, "mobile", isPhone));
        tell(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    }

    void screenshot(Path file) throws IOException {
        String data = tell("Page.captureScreenshot", Map.of("format", "png"))
                .get("data")
                .asText();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** What went wrong in the page: exceptions, refused resources, violations of its policy. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    void forgive() {
        complaints.clear();
    }

    /** Bytes that came over the network since it began. */
    long received() {
        return received;
    }

    /** What the largest process that draws a page has in memory, with its part of what it shares with others. */
    long rendererBytes() {
        return process.descendants()
                .mapToLong(Browser::residentIfRenderer)
                .max()
                .orElse(0);
    }

    private static long residentIfRenderer(ProcessHandle handle) {
        try {
            Path proc = Path.of("/proc", Long.toString(handle.pid()));
            boolean isRenderer = Files.readString(proc.resolve("cmdline")).contains("--type=renderer");
            return isRenderer
                    ? Files.readAllLines(proc.resolve("smaps_rollup")).stream()
                            .filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                            .sum()
                    : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
