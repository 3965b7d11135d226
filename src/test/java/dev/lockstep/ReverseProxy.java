package dev.lockstep;

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
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real nginx, configured by the block in docs/proxy.md, with a certificate for {@code localhost} of its own. */
final class Nginx implements AutoCloseable {

    private static final Path DOCUMENT = Path.of("docs/proxy.md");
    private static final Pattern BLOCK = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Process process;
    private final SSLContext trusting;

    private Nginx(Process process, SSLContext trusting) {
        this.process = process;
        this.trusting = trusting;
    }

    /** Where it is installed. */
    static Optional<Path> program() {
        return Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A port that is free now. */
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("No port", e);
        }
    }

    /**
     * @param secure port for TLS
     * @param plain port for what is sent on to that
     * @param site port of the application
     */
    static Nginx start(Path folder, int secure, int plain, int site) throws Exception {
        KeyStore keys = certificate(folder);
        String block = block(Files.readString(DOCUMENT));
        String here = replaced(block, "lockstep.example.com;", "localhost;");
        here = replaced(here, "listen 443 ssl", "listen 127.0.0.1:" + secure + " ssl");
        here = replaced(here, "listen 80", "listen 127.0.0.1:" + plain);
        here = replaced(here, "/etc/ssl/lockstep.example.com.pem", folder.resolve("site.pem") + "");
        here = replaced(here, "/etc/ssl/private/lockstep.example.com.key", folder.resolve("site.key") + "");
        here = replaced(here, "http://127.0.0.1:8080", "http://127.0.0.1:" + site);
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
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
                """.formatted(folder, here));
        Process process = new ProcessBuilder(
                        program().orElseThrow() + "", "-e", "stderr", "-p", folder + "", "-c", config + "")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        try {
            LockstepApp.await("nginx", () -> listens(secure) || !process.isAlive());
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("nginx.log")));
            }
            return new Nginx(process, trusting(keys));
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Trusts its certificate and no other. */
    SSLContext trusting() {
        return trusting;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static String block(String document) {
        Matcher found = BLOCK.matcher(document);
        if (!found.find()) {
            throw new IllegalStateException(DOCUMENT + " has no block of nginx's");
        }
        return found.group(1);
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
