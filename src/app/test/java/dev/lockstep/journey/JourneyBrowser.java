package dev.lockstep.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.impl.driver.Driver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The browser of the journeys: the one that {@code CHROMIUM} names, else a Chromium or Chrome that is installed, else
 * Playwright's own, fetched once. One thread, the tests' own. Its driver ends it when this process ends.
 */
final class JourneyBrowser {

    /** How long a page may take on a busy machine; nothing ever waits longer than it needs to. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<String> FLAGS = List.of(
            "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update");

    /** Playwright would fetch three browsers at its first start; we ask for the one that is needed, if any is. */
    private static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> ELSEWHERE = List.of(
            "/snap/bin/chromium",
            "/opt/google/chrome/chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "C:/Program Files/Google/Chrome/Application/chrome.exe",
            "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe");

    private final @Nullable Browser browser;
    private final String missing;

    private JourneyBrowser(@Nullable Browser browser, String missing) {
        this.browser = browser;
        this.missing = missing;
    }

    /** Opens the browser, or finds out why there is none and says so on the console, once. */
    static JourneyBrowser open() {
        try {
            Optional<Path> installed = installed();
            if (installed.isEmpty()) {
                fetch();
            }
            return launch(installed);
        } catch (IOException | RuntimeException e) {
            String sentence = "BROWSER JOURNEYS DID NOT RUN: no browser could be started (" + firstLine(e)
                    + "). Install Chromium (Debian: apt-get install chromium) or Google Chrome,"
                    + " or set CHROMIUM to its path.";
            System.err.println(sentence);
            return new JourneyBrowser(null, sentence);
        }
    }

    private static JourneyBrowser launch(Optional<Path> executable) {
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(NO_DOWNLOAD));
        try {
            var options = new BrowserType.LaunchOptions().setHeadless(true).setArgs(FLAGS);
            executable.ifPresent(options::setExecutablePath);
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
            return new JourneyBrowser(playwright.chromium().launch(options), "");
        } catch (PlaywrightException e) {
            playwright.close();
            throw e;
        }
    }

    private static Optional<Path> installed() throws IOException {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isBlank()) {
            if (!Files.isExecutable(Path.of(named))) {
                throw new IOException("CHROMIUM names " + named + ", which is no program");
            }
            return Optional.of(Path.of(named));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> onPath = NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator))
                        .filter(folder -> !folder.isBlank())
                        .map(folder -> Path.of(folder, name)));
        return Stream.concat(onPath, ELSEWHERE.stream().map(Path::of))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Playwright keeps what it fetched in the person's cache folder; when it is there already this takes a second. */
    private static void fetch() throws IOException {
        ProcessBuilder install =
                Driver.ensureDriverInstalled(NO_DOWNLOAD, false).createProcessBuilder();
        var command = new ArrayList<>(install.command());
        command.addAll(List.of("install", "chromium"));
        try {
            int result = install.command(command).inheritIO().start().waitFor();
            if (result != 0) {
                throw new IOException("none is installed, and Playwright could not fetch its own");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("fetching one was interrupted", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    /** Why there is no browser; empty when there is one. */
    Optional<String> missing() {
        return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
    }

    Browser browser() {
        if (browser == null) {
            throw new IllegalStateException(missing);
        }
        return browser;
    }
}
