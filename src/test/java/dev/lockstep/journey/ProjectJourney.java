package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A builder's first hour: a project, connected in a window of its own, its dev server, a function edited and run, a
 * variable that the function reads, and the way out again. Nothing but what a person can click; the platform is emulated,
 * the tool that pushes is Convex's own.
 */
@Journey
class ProjectJourney {

    private static final LocatorAssertions.IsVisibleOptions LONG =
            new LocatorAssertions.IsVisibleOptions().setTimeout(90_000);
    private static final String CODE = """
            import { query } from "./_generated/server";
            export const greet = query({ args: {}, handler: async () => {
              console.log("greeting of", process.env.GREETED);
              return "Hello, " + process.env.GREETED;
            } });
            """;

    @Test
    void buildsOnConvexWithoutLeavingTheBrowser(Visitors visitors) {
        Visitor ada = visitors.next(Screen.DESK_LIGHT);
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

        connects(ada, looks);
        startsTheDevServer(page, looks);
        editsAndRuns(page, looks);
        setsAVariableInProduction(page, looks);
        looksAtEachPartOnAPhone(page, looks);

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
    }

    private static void connects(Visitor ada, Looks looks) {
        Page page = ada.page();
        ada.presses("Connect to Convex");
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
        page.getByLabel("Name").fill("GREETED");
        page.getByLabel("Value").fill("Grace");
        dialogButton(page, "Save").click();
        assertThat(page.getByText("GREETED").first()).isVisible();
        looks.at("project-variables");

        tab(page, "Code");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("messages.ts"))
                .click();
        assertThat(page.locator(".cm-content")).containsText("handler");
        types(page, CODE + "export const broken = ");
        assertThat(page.locator(".cm-lint-marker-error")).isVisible(LONG);
        assertThat(page.getByText("Dev server: Error")).isVisible();
        looks.at("project-code-error");
        types(page, CODE);
        assertThat(page.getByText("Dev server: Ready")).isVisible(LONG);

        tab(page, "Functions");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("messages:greet")))
                .click();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Run").setExact(true))
                .click();
        assertThat(page.getByText("\"Hello, Grace\"")).isVisible();
        assertThat(page.getByText("[LOG] 'greeting of' 'Grace'")).isVisible();
        looks.at("project-run");
        tab(page, "Dev server");
        // The tool tails the deployment's own log.
        assertThat(page.locator("ls-log")
                        .getByText(Pattern.compile("greeting of"))
                        .first())
                .isVisible(LONG);
    }

    private static void setsAVariableInProduction(Page page, Looks looks) {
        tab(page, "Overview");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create production deployment"))
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
        for (String part : List.of("Overview", "Dev server", "Code", "Functions", "Variables", "Members")) {
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
