package dev.lockstep.shell.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.ChildRun;
import dev.lockstep.Lockstep;
import dev.lockstep.LockstepApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is said to whoever starts the application in a way that cannot work. */
@Tag("wire")
@ExtendWith(OutputCaptureExtension.class)
class StartupCheckTest {

    @TempDir
    Path home;

    private void start(String... settings) {
        SpringApplication.run(Lockstep.class, LockstepApp.arguments(home, settings))
                .close();
    }

    private static String publishableKey(String kind) {
        return "pk_" + kind + "_"
                + Base64.getEncoder().encodeToString("clerk.example.com$".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void namesEveryMissingVariableWithItsPlace(CapturedOutput output) {
        assertThatThrownBy(() -> start("LOCKSTEP_EMULATOR=off")).hasMessageContaining("not complete");

        assertThat(output)
                .contains("CLERK_SECRET_KEY is missing. Find it at: Clerk dashboard")
                .contains("CLERK_PUBLISHABLE_KEY is missing. Find it at: Clerk dashboard")
                .contains("CLERK_OAUTH_CLIENT_ID is missing. Find it at: Clerk dashboard")
                .contains("CLERK_OAUTH_CLIENT_SECRET is missing. Find it at: Clerk dashboard")
                .contains("CONVEX_URL is missing. Find it at: Convex dashboard")
                .doesNotContain("\tat ");
    }

    @Test
    void namesEveryWrongVariableAndNoValue(CapturedOutput output) {
        assertThatThrownBy(() -> start(
                        "LOCKSTEP_EMULATOR=off",
                        "CLERK_SECRET_KEY=not_a_key_0123456789",
                        "CLERK_PUBLISHABLE_KEY=pk_test_broken",
                        "CLERK_OAUTH_CLIENT_ID=client",
                        "CLERK_OAUTH_CLIENT_SECRET=hidden_0123456789",
                        "CLERK_ISSUER=nowhere",
                        "CONVEX_URL=happy animal"))
                .hasMessageContaining("not complete");

        assertThat(output)
                .contains("CLERK_SECRET_KEY does not start with")
                .contains("CLERK_PUBLISHABLE_KEY is not whole")
                .contains("CLERK_ISSUER is not an address")
                .contains("CONVEX_URL is not an address")
                .doesNotContain("0123456789", "pk_test_broken");
    }

    @Test
    void refusesKeysOfTwoInstances(CapturedOutput output) {
        assertThatThrownBy(() -> start(
                        "CLERK_SECRET_KEY=sk_live_0123456789",
                        "CLERK_PUBLISHABLE_KEY=" + publishableKey("test"),
                        "CLERK_OAUTH_CLIENT_ID=client",
                        "CLERK_OAUTH_CLIENT_SECRET=hidden_0123456789"))
                .hasMessageContaining("not complete");

        assertThat(output).contains("are of different instances").doesNotContain("0123456789");
    }

    @Test
    void refusesEmulatorsH2AndTestKeysInProduction(CapturedOutput output) {
        assertThatThrownBy(() -> start(
                        "spring.profiles.active=production",
                        "LOCKSTEP_EMULATOR=on",
                        "CLERK_SECRET_KEY=sk_test_0123456789",
                        "CLERK_PUBLISHABLE_KEY=" + publishableKey("test")))
                .hasMessageContaining("not complete");

        assertThat(output)
                .contains("LOCKSTEP_EMULATOR=on does not go with the production profile")
                .contains("CLERK_SECRET_KEY is a test key")
                .contains("CLERK_PUBLISHABLE_KEY is a test key")
                .contains("LOCKSTEP_DATABASE_URL must name a PostgreSQL database")
                .contains("LOCKSTEP_PUBLIC_URL is missing. It is the address under which people reach this site")
                .contains("CONVEX_URL is missing");
        assertThat(home.resolve("emulator")).doesNotExist();
    }

    @Test
    void wantsToBeReachedByTlsInProduction(CapturedOutput output) {
        assertThatThrownBy(() ->
                        start("spring.profiles.active=production", "LOCKSTEP_PUBLIC_URL=http://lockstep.example.com"))
                .hasMessageContaining("not complete");

        assertThat(output)
                .contains("LOCKSTEP_PUBLIC_URL must start with https://")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesAnAddressOfTheSiteThatIsNone(CapturedOutput output) {
        for (String wrong : new String[] {
            "lockstep.example.com", "ftp://lockstep.example.com", "https://lockstep.example.com/below", "https://a b"
        }) {
            assertThatThrownBy(() -> start("LOCKSTEP_PUBLIC_URL=" + wrong, "LOCKSTEP_PROXIES=our-proxy"))
                    .hasMessageContaining("LOCKSTEP_PUBLIC_URL is not an address like https://lockstep.example.com")
                    .hasMessageContaining("LOCKSTEP_PROXIES is no list of addresses");
        }
        for (String wrong : new String[] {"10.0.0.1/99", "10.0.0", "::g", "dead.beef"}) {
            assertThatThrownBy(() -> start("LOCKSTEP_PROXIES=" + wrong))
                    .hasMessageContaining("LOCKSTEP_PROXIES is no list of addresses");
        }
        assertThat(output).doesNotContain("\tat ");
    }

    /** Whoever reaches a site on emulators can sign in as anybody. */
    @Test
    void listensOnThisMachineAloneWithEmulators() throws Exception {
        int port = LockstepApp.shared().web().getPort();
        List<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        Assumptions.assumeFalse(outside.isEmpty(), "this machine has no address but loopback");

        for (InetAddress address : outside) {
            try (var socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 2000))
                        .as(address + "")
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void namesTheVariableOfABusyEmulatorPort(CapturedOutput output) throws IOException {
        try (ServerSocket busy = busy()) {
            String port = String.valueOf(busy.getLocalPort());
            for (String variable : new String[] {
                "LOCKSTEP_EMULATOR_CLERK_PORT",
                "LOCKSTEP_EMULATOR_CONVEX_PORT",
                "LOCKSTEP_EMULATOR_CONVEX_SITE_PORT",
                "LOCKSTEP_EMULATOR_PLATFORM_PORT"
            }) {
                assertThatThrownBy(() -> start(variable + "=" + port)).hasMessageContaining(port);

                assertThat(output).contains("Port " + port).contains("set " + variable + " to another port");
            }
        }
        assertThat(output).doesNotContain("\tat ");
    }

    @Test
    void saysItsStepsAndEndsWithCodeOneAndOneSentenceWhenTheWebPortIsBusy() throws Exception {
        try (ServerSocket busy = busy()) {
            String[] arguments = LockstepApp.arguments(home.resolve("data"), "SERVER_PORT=" + busy.getLocalPort());
            try (ChildRun run = ChildRun.of(Lockstep.class, home.resolve("output"), arguments)) {
                assertThat(run.awaitExit()).isEqualTo(1);

                assertThat(run.output())
                        .startsWith("Lockstep starts: ")
                        .contains("Starting the emulator of Clerk")
                        .containsSubsequence(
                                "Preparing the web server",
                                "Bringing the database up to date",
                                "Comparing the records with the database",
                                "Preparing queries, services and pages",
                                "Port " + busy.getLocalPort())
                        .contains("Port " + busy.getLocalPort() + ", on which the pages are served, is in use")
                        .contains("set SERVER_PORT to another port")
                        .doesNotContain("\tat ");
            }
        }
    }

    /** Here one emulator is wanted, so threads of its own could keep the process alive. */
    @Test
    void endsWithCodeOneWhenOnlyHalfIsConfigured() throws Exception {
        String[] arguments = LockstepApp.arguments(home.resolve("data"), "CLERK_SECRET_KEY=sk_test_0123456789");
        try (ChildRun run = ChildRun.of(Lockstep.class, home.resolve("output"), arguments)) {
            assertThat(run.awaitExit()).isEqualTo(1);

            assertThat(run.output())
                    .contains("CLERK_PUBLISHABLE_KEY is missing", "CLERK_OAUTH_CLIENT_ID is missing")
                    .doesNotContain("CLERK_SECRET_KEY is missing", "CONVEX_URL is missing", "0123456789", "\tat ");
        }
    }

    @Test
    void refusesAFolderThatAnotherRunUses(CapturedOutput output) {
        LockstepApp app = LockstepApp.shared();

        assertThatThrownBy(() -> SpringApplication.run(Lockstep.class, LockstepApp.arguments(app.home())))
                .hasMessageContaining("in use by another run");

        assertThat(output)
                .contains("The folder " + app.home() + " is in use by another run of Lockstep.")
                .contains("set LOCKSTEP_HOME to another folder");
    }

    @Test
    void refusesAFolderItCannotWriteTo(CapturedOutput output) throws IOException {
        Path file = Files.writeString(home.resolve("file"), "in the way");

        assertThatThrownBy(() -> SpringApplication.run(Lockstep.class, LockstepApp.arguments(file.resolve("data"))))
                .hasMessageContaining("cannot be written to");

        assertThat(output)
                .contains("The folder " + file.resolve("data"))
                .contains("Set LOCKSTEP_HOME to a folder that this user may write to.")
                .doesNotContain("\tat ");
    }

    @Test
    void writesTheAddressesForItsOwnerAlone() throws IOException {
        LockstepApp app = LockstepApp.shared();

        assertThat(app.env().keySet())
                .containsExactly(
                        "WEB_URL",
                        "CONVEX_URL",
                        "CONVEX_SITE_URL",
                        "CONVEX_ADMIN_KEY",
                        "CONVEX_PLATFORM_URL",
                        "CONVEX_PLATFORM_TOKEN",
                        "CLERK_API_URL",
                        "CLERK_ISSUER",
                        "CLERK_PUBLISHABLE_KEY",
                        "CLERK_SECRET_KEY",
                        "CLERK_WEBHOOK_SIGNING_SECRET");
        for (String file : new String[] {"emulator.env", "emulator/keys"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(app.home().resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    /** Databases among it, which hold keys of the emulated platform and what people wrote. */
    @Test
    void writesNothingThatOthersOnTheMachineCanRead() throws IOException {
        try (var files = Files.walk(LockstepApp.shared().home())) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
                    .hasSizeGreaterThan(5)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .endsWith("------"));
        }
    }

    @Test
    void hearsTheWebhooksOfItsOwnClerk() throws Exception {
        LockstepApp app = LockstepApp.shared();

        try (HttpClient http = HttpClient.newHttpClient()) {
            var webhooks = http.send(
                    HttpRequest.newBuilder(URI.create(app.env("CLERK_API_URL") + "/emulator/webhooks"))
                            .header("Authorization", "Bearer " + app.env("CLERK_SECRET_KEY"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(webhooks.body()).contains("\"address\":\"" + app.env("WEB_URL") + "/webhooks/clerk\"");
        }
    }

    @Test
    void refusesAWrongAddressForWebhooks(CapturedOutput output) {
        assertThatThrownBy(() -> start("LOCKSTEP_EMULATOR_WEBHOOK_URL=localhost:8080/webhooks"))
                .hasMessageContaining("LOCKSTEP_EMULATOR_WEBHOOK_URL");

        assertThat(output)
                .contains("LOCKSTEP_EMULATOR_WEBHOOK_URL is not an address like http://localhost:8080/webhooks/clerk.")
                .doesNotContain("\tat ");
    }

    /** What confined code may reach besides the internet: nothing that nobody meant. */
    @Test
    void namesThePlacesThatAreNone(CapturedOutput output) {
        assertThatThrownBy(() -> start("lockstep.sandbox.allow=registry.example.com:443, https://models.example.com,"
                        + "10.0.0.5, 10.0.0.5:65536,[fd00::5]:80"))
                .hasMessageContaining("not complete");

        assertThat(output)
                .contains("LOCKSTEP_SANDBOX_ALLOW must be a list of host:port, parted by commas, like"
                        + " registry.example.com:443, [fd00::5]:8080; \"https://models.example.com\", \"10.0.0.5\","
                        + " \"10.0.0.5:65536\" are none.")
                .doesNotContain("\tat ");
        assertThat(home.resolve("lockstep.mv.db")).doesNotExist();
    }

    private static ServerSocket busy() throws IOException {
        var socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }
}
