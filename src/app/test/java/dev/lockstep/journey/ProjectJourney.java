package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import dev.lockstep.SecretScan;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.connect.Workshop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A builder's first hour: a project, connected in a window of its own, its dev server, a function edited and run, a
 * variable that the function reads, the message that it kept, and the way out again. Nothing but what a person can click; the platform is emulated,
 * the tool that pushes is Convex's own.
 */
@Journey
class ProjectJourney {

    private static final LocatorAssertions.IsVisibleOptions LONG =
            new LocatorAssertions.IsVisibleOptions().setTimeout(90_000);
    private static final String CODE = """
            import { mutation, query } from "./_generated/server";
            export const greet = query({ args: {}, handler: async () => {
              console.log("greeting of", process.env.GREETED);
              return "Hello, " + process.env.GREETED;
            } });
            export const keep = mutation({ args: {}, handler: async (ctx) => {
              await ctx.db.insert("messages", { author: "Ada", body: "Kept in Convex" });
            } });
            """;

    @Test
    void buildsOnConvexWithoutLeavingTheBrowser(Visitors visitors, Product product) throws IOException {
        try (var scan = new SecretScan()) {
            builds(visitors, product, scan);
            assertThat(scan.hits()).as("secrets that somebody could read").isEmpty();
            System.out.printf(
                    "secret scan of the journey: %d secrets, %d places, 0 hits%n", scan.secrets(), scan.places());
        }
    }

    private static void builds(Visitors visitors, Product product, SecretScan scan) throws IOException {
        Visitor ada = visitors.next(Screen.DESK_LIGHT);
        var wire = new Wire(ada, product, scan);
        var looks = new Looks(ada, Screen.DESK_LIGHT);
        ada.signsUp("builder@example.com", "Ada", "Builder");
        ada.sees("Welcome. Who are you?");
        Page page = ada.page();

        ada.opens("projects");
        assertThat(page.getByText("No project yet")).isVisible();
        looks.at("projects-empty");
        ada.presses("New project");
        ada.types("Name", "Field app");
        dialogButton(page, "Create").click();
        ada.sees("Field app");
        looks.at("project-new");

        var project = new ProjectId(UUID.fromString(page.url().replaceAll(".*/projects/([0-9a-f-]{36}).*", "$1")));
        var workshop = new Workshop(product::bean);
        connects(
                ada,
                looks,
                () -> scan.hide(
                        "the verifier", workshop.verifier(project).orElseThrow().reveal()));
        scan.hide("the state", wire.parameter("state"));
        scan.hide("the code", wire.parameter("code"));
        scan.hideKey("the token", workshop.token(project).reveal());
        scan.hide("the key", workshop.key(project).orElseThrow().open().reveal());
        scan.hide("the key of Lockstep's own deployment", product.announced("CONVEX_ADMIN_KEY"));
        scan.hide("the key of Clerk", product.announced("CLERK_SECRET_KEY"));
        startsTheDevServer(page, looks);
        editsAndRuns(page, looks);
        looksIntoTheData(page, looks);
        setsAVariableInProduction(page, looks);
        workshop.deploymentKeys(project)
                .forEach((name, key) ->
                        scan.hide("the key to " + name, key.open().reveal()));
        looksAtEachPartOnAPhone(page, looks);
        readsWhatIsOnTheMachine(product, project, scan);

        tab(page, "Dev server");
        ada.presses("Stop");
        assertThat(page.getByText("Stopped", new Page.GetByTextOptions().setExact(true)))
                .isVisible(LONG);
        tab(page, "Overview");
        ada.presses("Disconnect…");
        looks.at("project-disconnect");
        dialogButton(page, "Disconnect").click();
        assertThat(page.getByText("Not connected to Convex").first()).isVisible();
        looks.areGood();
        scan.readDatabase("at the end", product.bean(JdbcTemplate.class));
        assertThat(wire.missed()).as("answers that were not read").isEmpty();
        assertThat(wire.bodies()).isGreaterThan(30);
        assertThat(wire.frames()).isGreaterThan(30);
    }

    /** The project's files but for what npm brought, the command lines of all processes, the database. */
    private static void readsWhatIsOnTheMachine(Product product, ProjectId project, SecretScan scan)
            throws IOException {
        Path folder = product.home().resolve("sandboxes").resolve(project.toString());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList()) {
                scan.read("files", Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .forEach(line -> scan.read("command lines", line));
        scan.readDatabase("while it is connected", product.bean(JdbcTemplate.class));
    }

    private static void connects(Visitor ada, Looks looks, Runnable whileConvexAsks) {
        Page page = ada.page();
        ada.presses("Connect to Convex");
        // Nobody has authorised a team yet, so there is nothing to choose from.
        assertThat(page.getByRole(AriaRole.DIALOG).locator("vaadin-select")).hasCount(0);
        looks.at("project-connect");
        Page popup =
                page.waitForPopup(() -> dialogButton(page, "Connect to Convex").click());
        assertThat(popup.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions()
                                .setName("Authorize Lockstep")
                                .setLevel(1)))
                .isVisible();
        assertThat(page.getByText("Finish in the Convex window")).isVisible();
        looks.at("project-waiting");
        whileConvexAsks.run();
        popup.getByText("Field crew").click();
        popup.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Authorize Lockstep"))
                .click();
        assertThat(page.getByText("Which project of the team field-crew?")).isVisible();
        // It closes itself; the page that asked is told by the server.
        page.waitForCondition(popup::isClosed);
        looks.at("project-choose");
        dialogButton(page, "Make it ready").click();
        assertThat(page.getByText("is connected to field-crew/field-app")).isVisible();
        looks.at("project-connected");
        dialogButton(page, "Close").click();
        assertThat(page.locator(".connected-place")).hasText("field-crew/field-app");
        looks.at("project");
    }

    private static void startsTheDevServer(Page page, Looks looks) {
        tab(page, "Dev server");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start dev server"))
                .click();
        assertThat(page.getByText("Ready", new Page.GetByTextOptions().setExact(true)))
                .isVisible(LONG);
        looks.at("project-dev-server");
    }

    private static void editsAndRuns(Page page, Looks looks) {
        tab(page, "Variables");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add variable"))
                .click();
        assertThat(page.getByLabel("Name")).isFocused();
        // A key where the name belongs, and nothing else: what happens when one types before looking.
        page.keyboard().type("sk_test_123456");
        dialogButton(page, "Save").click();
        assertThat(page.getByText("A value is needed.")).isVisible();
        page.getByLabel("Value").fill("Grace");
        dialogButton(page, "Save").click();
        assertThat(page.getByText("looks like a key")).isVisible();
        page.getByLabel("Name").fill("GREETED");
        dialogButton(page, "Save").click();
        assertThat(page.getByText("GREETED").first()).isVisible();
        looks.at("project-variables");
        setsUpSignIn(page, looks);

        tab(page, "Code");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("messages.ts"))
                .click();
        assertThat(page.locator(".cm-content")).containsText("handler");
        types(page, CODE + "export const broken = ");
        assertThat(page.locator(".cm-lint-marker-error")).isVisible(LONG);
        assertThat(page.getByText("Dev server: Error")).isVisible();
        looks.at("project-code-error");
        types(page, CODE + "export * from \"../../keys/secrets\";\n");
        assertThat(page.getByText("leads out of the project's folder").first()).isVisible();
        assertThat(page.locator(".cm-lint-marker-error")).isVisible();
        types(page, CODE);
        assertThat(page.getByText("Dev server: Ready")).isVisible(LONG);
        // Typed and not saved, and then the page is loaded again.
        page.locator(".cm-content").click();
        page.keyboard().press("ControlOrMeta+Home");
        page.keyboard().insertText("// not saved yet\n");
        assertThat(page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Save").setExact(true)))
                .isEnabled();
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.reload();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("messages.ts"))
                .click();
        assertThat(page.locator(".cm-content")).containsText("// not saved yet");
        types(page, CODE);
        assertThat(page.getByText("Dev server: Ready")).isVisible(LONG);

        tab(page, "Functions");
        runs(page, "messages:greet");
        assertThat(page.getByText("\"Hello, Grace\"")).isVisible();
        assertThat(page.getByText("[LOG] 'greeting of' 'Grace'")).isVisible();
        looks.at("project-run");
        runs(page, "messages:keep");
        assertThat(page.getByText("Returned")).isVisible();
        tab(page, "Dev server");
        // The tool tails the deployment's own log.
        assertThat(page.locator("ls-log")
                        .getByText(Pattern.compile("greeting of"))
                        .first())
                .isVisible(LONG);
    }

    private static void runs(Page page, String function) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(function)))
                .click();
        // The button of the one before looks the same.
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(function)))
                .isVisible();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Run").setExact(true))
                .click();
    }

    private static void looksIntoTheData(Page page, Looks looks) {
        tab(page, "Data");
        assertThat(page.getByText("\"Kept in Convex\"")).isVisible();
        looks.at("project-data");
        page.getByText("\"Kept in Convex\"").click();
        assertThat(page.getByRole(AriaRole.DIALOG).getByText("\"author\": \"Ada\""))
                .isVisible();
        looks.at("project-document");
        dialogButton(page, "Close").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Schedules"))
                .click();
        assertThat(page.getByText("Nothing was scheduled")).isVisible();
        looks.at("project-schedules");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Files"))
                .click();
        assertThat(page.getByText("No files yet")).isVisible();
        looks.at("project-files");
    }

    private static void setsUpSignIn(Page page, Looks looks) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Set up sign-in…"))
                .click();
        dialogButton(page, "Look what changes").click();
        assertThat(page.locator(".file-diff-comes").getByText("CLERK_JWT_ISSUER_DOMAIN"))
                .isVisible();
        looks.at("project-sign-in");
        dialogButton(page, "Set it up").click();
        assertThat(page.getByText("In Clerk: a template named convex")).isVisible();
        looks.at("project-sign-in-done");
        dialogButton(page, "Close").click();
        assertThat(page.getByText("CLERK_JWT_ISSUER_DOMAIN").first()).isVisible();
    }

    private static void setsAVariableInProduction(Page page, Looks looks) {
        tab(page, "Overview");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create production deployment"))
                .click();
        looks.at("project-production-ask");
        dialogButton(page, "Create production deployment").click();
        assertThat(page.getByText("Choose it beside the name of this one.")).isVisible();
        assertThat(page.locator(".connected-line .deployment-prod")).isHidden();
        page.locator(".deployment-select").click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile("^prod")))
                .click();
        assertThat(page.locator(".connected-line .deployment-prod")).isVisible();
        looks.at("project-production");
        tab(page, "Variables");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add variable"))
                .click();
        page.getByLabel("Name").fill("LAUNCHED");
        page.getByLabel("Value").fill("yes");
        dialogButton(page, "Set in production").click();
        assertThat(page.getByText("Set LAUNCHED in production?")).isVisible();
        looks.at("project-production-confirm");
        dialogButton(page, "Set in production").last().click();
        assertThat(page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Edit LAUNCHED").setExact(true)))
                .isVisible();
        page.locator(".deployment-select").click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile("^dev")))
                .click();
        assertThat(page.getByText("GREETED").first()).isVisible();
        assertThat(page.getByText("LAUNCHED")).isHidden();
    }

    private static void types(Page page, String code) {
        page.locator(".cm-content").click();
        page.keyboard().press("ControlOrMeta+a");
        page.keyboard().insertText(code);
        page.keyboard().press("ControlOrMeta+s");
    }

    private static void looksAtEachPartOnAPhone(Page page, Looks looks) {
        page.setViewportSize(390, 844);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        for (String part : List.of("Overview", "Dev server", "Code", "Functions", "Data", "Variables", "Members")) {
            tab(page, part);
            looks.at("phone-project-" + part.toLowerCase().replace(' ', '-'));
        }
        page.setViewportSize(1280, 860);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(page.viewportSize().width).isEqualTo(1280);
    }

    private static void tab(Page page, String name) {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Parts of the project"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name))
                .click();
        assertThat(page.locator(".project-tabs a[aria-current]")).hasText(name);
    }

    private static Locator dialogButton(Page page, String name) {
        return page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
