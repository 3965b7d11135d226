package dev.lockstep.sandbox.e2b;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * E2B as a recording of its official client and its description show it: a control plane at the root, and the envd of each
 * machine below {@code /envd}. Processes say what a test lets them say, in the pieces that it chooses.
 */
final class FakeE2b implements AutoCloseable {

    static final String KEY = "e2b_0000000000000000000000000000000000000000";
    static final String TOKEN = "envd-access-token";

    /** One request. */
    record Seen(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    final List<Seen> control = new CopyOnWriteArrayList<>();
    final List<Seen> envd = new CopyOnWriteArrayList<>();
    final List<String> answers = new CopyOnWriteArrayList<>();
    final Map<String, String> machines = new ConcurrentHashMap<>();
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<Integer, String> running = new ConcurrentHashMap<>();
    final List<String> signals = new CopyOnWriteArrayList<>();

    /** What becomes of each started and of each connected process. */
    volatile BiConsumer<Integer, FakeStream> onStart =
            (pid, stream) -> stream.event("{'start':{'pid':" + pid + "}}").end("{'exited':true}");

    volatile BiConsumer<Integer, FakeStream> onConnect = (pid, stream) -> stream.error("not_found");

    /** What the whole of E2B answers instead; 0 for nothing. */
    volatile int trouble;

    /** Whether the proxy before the machines finds none. */
    volatile boolean machinesGone;

    private final HttpServer server;
    private int pids = 76;

    FakeE2b() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> serve(exchange, control, this::control));
        server.createContext("/envd", exchange -> serve(exchange, envd, this::envd));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private record Answer(int status, byte[] body) {
        static Answer of(int status, String json) {
            return new Answer(status, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final Answer STREAMED = new Answer(0, new byte[0]);

    private interface Handler {
        Answer answer(Seen seen, HttpExchange exchange) throws IOException;
    }

    private void serve(HttpExchange exchange, List<Seen> log, Handler handler) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            boolean framed = "application/connect+json".equals(headers.get("Content-Type"));
            var seen = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query(exchange.getRequestURI()),
                    headers,
                    new String(framed ? Arrays.copyOfRange(body, 5, body.length) : body, StandardCharsets.UTF_8));
            log.add(seen);
            Answer answer = handler.answer(seen, exchange);
            if (answer != STREAMED) {
                if (log == control) {
                    answers.add(seen.method() + " " + seen.path() + " " + answer.status + " "
                            + new String(answer.body, StandardCharsets.UTF_8));
                }
                exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
                exchange.getResponseBody().write(answer.body);
            }
        } catch (IOException e) {
            // The client went away, or the stream was to break.
            exchange.close();
        }
    }

    private static Map<String, String> query(URI uri) {
        return uri.getRawQuery() == null
                ? Map.of()
                : Arrays.stream(uri.getRawQuery().split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private Answer control(Seen seen, HttpExchange exchange) {
        if (trouble != 0) {
            exchange.getResponseHeaders().add("Retry-After", "7");
            return Answer.of(trouble, "{'code':" + trouble + ",'message':'trouble'}");
        }
        String[] path = seen.path().substring(1).split("/");
        if (seen.path().equals("/sandboxes")) {
            String id = "isandbox" + (machines.size() + 1);
            machines.put(id, seen.json().path("metadata").toString());
            return Answer.of(201, sandbox(id));
        }
        if (seen.path().equals("/v2/sandboxes")) {
            return Answer.of(
                    200,
                    machines.entrySet().stream()
                            .filter(machine -> seen.query().get("metadata").equals(pair(machine.getValue())))
                            .map(machine -> listed(machine.getKey()))
                            .collect(Collectors.joining(",", "[", "]")));
        }
        if (!machines.containsKey(path[1])) {
            return Answer.of(404, "{'code':404,'message':'no such sandbox'}");
        }
        if (seen.method().equals("DELETE")) {
            machines.remove(path[1]);
            return Answer.of(204, "");
        }
        return switch (path[2]) {
            case "connect" -> Answer.of(200, sandbox(path[1]));
            case "timeout" -> Answer.of(204, "");
            default -> Answer.of(404, "{'code':404,'message':'no such path'}");
        };
    }

    private static String pair(String metadata) {
        return JsonMapper.shared()
                .readTree(metadata)
                .propertyStream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().asString())
                .collect(Collectors.joining("&"));
    }

    private static String sandbox(String id) {
        return "{'templateID':'base','sandboxID':'" + id + "','clientID':'c','envdVersion':'0.5.7','envdAccessToken':'"
                + TOKEN + "','domain':null}";
    }

    private static String listed(String id) {
        return "{'templateID':'base','sandboxID':'" + id + "','clientID':'c','startedAt':'2026-01-01T12:00:00Z',"
                + "'endAt':'2026-01-01T13:00:00Z','cpuCount':2,'memoryMB':512,'diskSizeMB':1024,'state':'running',"
                + "'envdVersion':'0.5.7'}";
    }

    private Answer envd(Seen seen, HttpExchange exchange) throws IOException {
        if (machinesGone) {
            return Answer.of(502, "{'message':'The sandbox was not found','code':502}");
        }
        if (!TOKEN.equals(seen.headers().get("X-Access-Token"))) {
            return Answer.of(401, "{'code':401,'message':'who are you'}");
        }
        return switch (seen.path().substring("/envd".length())) {
            case "/files" -> files(seen);
            case "/filesystem.Filesystem/MakeDir" -> Answer.of(200, "{}");
            case "/filesystem.Filesystem/ListDir" ->
                list(seen.json().path("path").asString());
            case "/filesystem.Filesystem/Stat" ->
                found(files.get(seen.json().path("path").asString()));
            case "/filesystem.Filesystem/Remove" ->
                found(files.remove(seen.json().path("path").asString()));
            case "/filesystem.Filesystem/Move" -> {
                files.put(
                        seen.json().path("destination").asString(),
                        files.remove(seen.json().path("source").asString()));
                yield Answer.of(200, "{}");
            }
            case "/process.Process/List" -> processes();
            case "/process.Process/SendSignal" -> {
                signals.add(seen.json().toString());
                if (reallyRuns) {
                    signal(seen.json());
                }
                yield running.containsKey(
                                seen.json().path("process").path("pid").asInt())
                        ? Answer.of(200, "{}")
                        : Answer.of(404, "{'code':'not_found','message':'no process'}");
            }
            case "/process.Process/Start" -> start(seen, exchange);
            case "/process.Process/Connect" -> {
                var stream = new FakeStream(seen.json());
                int pid = seen.json().path("process").path("pid").asInt();
                Thread.ofVirtual().start(() -> onConnect.accept(pid, stream));
                yield stream(stream, exchange);
            }
            default -> Answer.of(404, "{'code':'unimplemented','message':'no such method'}");
        };
    }

    private Answer files(Seen seen) {
        String path = seen.query().get("path");
        if (seen.method().equals("GET")) {
            byte[] content = files.get(path);
            return content == null
                    ? Answer.of(404, "{'message':'path does not exist','code':404}")
                    : new Answer(200, content);
        }
        // The one part of the form, as the recording has it.
        String form = seen.body();
        int start = form.indexOf("\r\n\r\n") + 4;
        int end = form.lastIndexOf("\r\n--");
        files.put(path, form.substring(start, end).getBytes(StandardCharsets.UTF_8));
        return Answer.of(200, "[{'name':'x','type':'file','path':'" + path + "'}]");
    }

    private static Answer found(byte @Nullable [] file) {
        return file == null ? Answer.of(404, "{'code':'not_found','message':'no file'}") : Answer.of(200, "{}");
    }

    private Answer list(String folder) {
        List<String> entries = files.entrySet().stream()
                .filter(file -> file.getKey().startsWith(folder + "/"))
                .map(file -> "{'name':'" + file.getKey().substring(folder.length() + 1)
                        + "','type':'FILE_TYPE_FILE','path':'" + file.getKey() + "','size':'" + file.getValue().length
                        + "','modifiedTime':'2026-01-01T12:00:00.5Z'}")
                .toList();
        return entries.isEmpty()
                ? Answer.of(404, "{'code':'not_found','message':'no folder'}")
                : Answer.of(200, "{'entries':[" + String.join(",", entries) + "]}");
    }

    private Answer processes() {
        ObjectNode list = JsonMapper.shared().createObjectNode();
        var all = list.putArray("processes");
        running.forEach((pid, tag) -> all.addObject().put("pid", pid).put("tag", tag));
        return new Answer(200, list.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Answer start(Seen seen, HttpExchange exchange) throws IOException {
        var stream = new FakeStream(seen.json());
        JsonNode process = seen.json().path("process");
        if (reallyRuns) {
            Thread.ofVirtual().start(() -> run(process, stream));
            return stream(stream, exchange);
        }
        if (process.path("cmd").asString().equals("/bin/sh")) {
            String signal = process.path("args").get(3).asString();
            signals.add(signal);
            stream.event("{'start':{'pid':1}}").end("{'exited':true,'status':'exit status 0'}");
            return stream(stream, exchange);
        }
        int pid;
        synchronized (this) {
            pid = ++pids;
        }
        running.put(pid, seen.json().path("tag").asString());
        Thread.ofVirtual().start(() -> onStart.accept(pid, stream));
        try {
            return stream(stream, exchange);
        } finally {
            if (stream.pieces.isEmpty() && !stillRunning.contains(pid)) {
                running.remove(pid);
            }
        }
    }

    private void signal(JsonNode asked) {
        int pid = asked.path("process").path("pid").asInt();
        if (running.containsKey(pid)) {
            ProcessHandle.of(pid).ifPresent(process -> {
                if (asked.path("signal").asString().equals("SIGNAL_SIGKILL")) {
                    process.destroyForcibly();
                } else {
                    process.destroy();
                }
            });
        }
    }

    /** Whether processes are started, on this machine. */
    volatile boolean reallyRuns;

    /** As envd does: it knows the process that it has started, and none below it. */
    private void run(JsonNode asked, FakeStream stream) {
        try {
            List<String> command = new ArrayList<>(List.of(asked.path("cmd").asString()));
            asked.path("args").forEach(argument -> command.add(argument.asString()));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            running.put((int) process.pid(), "");
            stream.event("{'start':{'pid':" + process.pid() + "}}");
            try (var lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    stream.out(line + "\n");
                }
            }
            int code = process.waitFor();
            running.remove((int) process.pid());
            stream.end("{'exitCode':" + code + ",'exited':true}");
        } catch (IOException e) {
            stream.error("internal");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those that go on although their stream is closed. */
    final List<Integer> stillRunning = new CopyOnWriteArrayList<>();

    private Answer stream(FakeStream stream, HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/connect+json");
        exchange.sendResponseHeaders(200, 0);
        try {
            stream.serve(exchange.getResponseBody());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return STREAMED;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
