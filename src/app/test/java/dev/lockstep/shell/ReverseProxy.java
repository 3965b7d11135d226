package dev.lockstep.shell;

import dev.lockstep.LockstepApp;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real reverse proxy, configured by its block in docs/proxy.md, with a certificate for {@code localhost} of its own. */
public final class ReverseProxy implements AutoCloseable {

    private static final Path DOCUMENT = Path.of("docs/proxy.md");
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Those that the document has a block for. */
    public enum Kind {
        NGINX("nginx", List.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx")) {
            @Override
            String config(Path folder, Ports ports, String block) {
                String here = replaced(block, "lockstep.example.com;", "localhost;");
                here = replaced(here, "listen 443 ssl", "listen 127.0.0.1:" + ports.secure + " ssl");
                here = replaced(here, "listen 80", "listen 127.0.0.1:" + ports.plain);
                here = replaced(here, "/etc/ssl/lockstep.example.com.pem", folder.resolve("site.pem") + "");
                here = replaced(here, "/etc/ssl/private/lockstep.example.com.key", folder.resolve("site.key") + "");
                here = replaced(here, "http://127.0.0.1:8080", "http://127.0.0.1:" + ports.site);
                return """
                        daemon off;
                        master_process off;
                        pid %1$s/nginx.pid;
                        error_log stderr warn;
                        events {}
                        http {
                            access_log off;
                            client_body_temp_path %1$s/body;
                            proxy_temp_path %1$s/proxy;
                            fastcgi_temp_path %1$s/fastcgi;
                            uwsgi_temp_path %1$s/uwsgi;
                            scgi_temp_path %1$s/scgi;
                            %2$s
                        }
                        """.formatted(folder, here);
            }

            @Override
            List<String> arguments(Path folder, Path config) {
                return List.of("-e", "stderr", "-p", folder + "", "-c", config + "");
            }
        },
        CADDY("caddyfile", List.of("/usr/bin/caddy", "/usr/local/bin/caddy")) {
            /** Where it gets its certificate by itself, it is given one here. */
            @Override
            String config(Path folder, Ports ports, String block) {
                String here = replaced(block, "lockstep.example.com {", """
                        localhost {
                            bind 127.0.0.1
                            tls %1$s/site.pem %1$s/site.key""".formatted(folder));
                here = replaced(here, "127.0.0.1:8080", "127.0.0.1:" + ports.site);
                return """
                        {
                            admin off
                            http_port %d
                            https_port %d
                            storage file_system %s/caddy
                        }
                        %s
                        """.formatted(ports.plain, ports.secure, folder, here);
            }

            @Override
            List<String> arguments(Path folder, Path config) {
                return List.of("run", "--adapter", "caddyfile", "--config", config + "");
            }
        };

        private final String language;
        private final List<String> places;

        Kind(String language, List<String> places) {
            this.language = language;
            this.places = places;
        }

        abstract String config(Path folder, Ports ports, String block);

        abstract List<String> arguments(Path folder, Path config);

        /** Where it is installed. */
        Optional<Path> program() {
            return places.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        }

        private String block() throws IOException {
            Matcher found = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(DOCUMENT));
            if (!found.find()) {
                throw new IllegalStateException(DOCUMENT + " has no block of " + language);
            }
            return found.group(1);
        }
    }

    /**
     * @param secure for TLS
     * @param plain for what is sent on to that
     * @param site the application's
     */
    public record Ports(int secure, int plain, int site) {}

    private final Process process;
    private final SSLContext trusting;

    private ReverseProxy(Process process, SSLContext trusting) {
        this.process = process;
        this.trusting = trusting;
    }

    /** A port that is free now. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("No port", e);
        }
    }

    public static ReverseProxy start(Kind kind, Path folder, Ports ports) throws Exception {
        KeyStore keys = certificate(folder);
        Path config = Files.writeString(folder.resolve("proxy.conf"), kind.config(folder, ports, kind.block()));
        Path log = folder.resolve("proxy.log");
        List<String> command = new ArrayList<>(List.of(kind.program().orElseThrow() + ""));
        command.addAll(kind.arguments(folder, config));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            LockstepApp.await("the proxy", () -> listens(ports.secure) || !process.isAlive());
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(log));
            }
            return new ReverseProxy(process, trusting(keys));
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Trusts its certificate and no other. */
    public SSLContext trusting() {
        return trusting;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static String replaced(String text, String what, String by) {
        if (!text.contains(what)) {
            throw new IllegalStateException("The block in " + DOCUMENT + " does not say " + what);
        }
        return text.replace(what, by);
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static KeyStore certificate(Path folder) throws Exception {
        Path file = folder.resolve("site.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool") + "";
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file + "",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes());
        if (made.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        Key key = keys.getKey("site", PASSWORD);
        Files.writeString(folder.resolve("site.key"), pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(
                folder.resolve("site.pem"),
                pem("CERTIFICATE", keys.getCertificate("site").getEncoded()));
        return keys;
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        Certificate certificate = keys.getCertificate("site");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("site", certificate);
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
