package dev.lockstep.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** One request that makes little sense. */
public record FuzzedRequest(String service, URI base, String method, String path, List<String> headers, byte[] body) {

    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int MOST_READ = 64 * 1024;

    /** @param status 0 when there was no answer: the connection was closed, or the client would not send it */
    public record Answer(int status, String text) {

        static final Answer NONE = new Answer(0, "");
    }

    public Answer send(HttpClient http) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofMillis(TIMEOUT_MILLIS));
            for (int i = 0; i + 1 < headers.size(); i += 2) {
                request.header(headers.get(i), headers.get(i + 1));
            }
            request.method(
                    method,
                    body.length == 0
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofByteArray(body));
        } catch (IllegalArgumentException e) {
            return sendRaw(new Random(body.length));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().map() + "\n" + response.body());
        } catch (java.net.http.HttpTimeoutException e) {
            return new Answer(599, "no answer in " + TIMEOUT_MILLIS + " ms");
        } catch (IOException e) {
            return Answer.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.NONE;
        }
    }

    /** Written by hand, so that also the line and the headers may be wrong. */
    public Answer sendRaw(Random random) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var request =
                    new StringBuilder(method + " " + path + (random.nextInt(20) == 0 ? "" : " HTTP/1.1") + "\r\n");
            if (random.nextInt(20) != 0) {
                request.append("Host: ")
                        .append(random.nextInt(20) == 0 ? "evil.example" : base.getAuthority())
                        .append("\r\n");
            }
            for (int i = 0; i + 1 < headers.size(); i += 2) {
                request.append(headers.get(i))
                        .append(": ")
                        .append(headers.get(i + 1))
                        .append("\r\n");
            }
            request.append(
                    random.nextInt(15) == 0
                            ? "Transfer-Encoding: chunked\r\n"
                            : "Content-Length: " + (random.nextInt(25) == 0 ? "-1" : "" + body.length) + "\r\n");
            request.append("Connection: close\r\n\r\n");
            var out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            socket.shutdownOutput();
            return read(socket);
        } catch (java.net.SocketTimeoutException e) {
            return new Answer(599, "no answer in " + TIMEOUT_MILLIS + " ms");
        } catch (IOException e) {
            return Answer.NONE;
        }
    }

    private static Answer read(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var read = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        int length = in.read(piece);
        while (length >= 0 && read.size() < MOST_READ) {
            read.write(piece, 0, length);
            length = in.read(piece);
        }
        String text = read.toString(StandardCharsets.ISO_8859_1);
        boolean answered = text.startsWith("HTTP/1.1 ") && text.length() > 12;
        return answered ? new Answer(Integer.parseInt(text.substring(9, 12)), text) : new Answer(0, text);
    }

    @Override
    public String toString() {
        String shown = new String(body, StandardCharsets.ISO_8859_1);
        return service + " " + method + " " + path + " " + headers + " "
                + shown.substring(0, Math.min(160, shown.length()));
    }
}
