package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.lockstep.journey.Service.Trouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Connecting while Convex fails at each step in turn, as a person sees it: a sentence, a way on, and the project connected
 * once by it. Prints what was seen. {@code -Dfaults.everywhere=true} goes over every step with every fault.
 */
@Journey
class ConnectTroubleJourney {

    private static final String TEAM = "local";
    private static final int TEAM_ID = 1;
    /** Where it fails: what of Convex's is asked then. */
    private enum Step {
        EXCHANGE("POST /oauth/token"),
        PROJECT("POST /v1/teams/.*/create_project"),
        DEPLOYMENT("POST /v1/projects/.*/create_deployment"),
        KEY("POST /v1/deployments/.*/create_deploy_key"),
        VERIFY("GET .*get_canonical_urls");

        private final String match;

        Step(String match) {
            this.match = match;
        }
    }

    /** What comes instead of an answer, until it ends. */
    private enum Instead {
        ERROR_BEFORE("500, nothing done", Map.of("status", 500)),
        ERROR_AFTER("500, all done", Map.of("status", 500, "after", true)),
        UNAUTHORIZED("401", Map.of("status", 401)),
        FORBIDDEN("403", Map.of("status", 403)),
        MISSING("404", Map.of("status", 404)),
        BUSY("429", Map.of("status", 429, "headers", Map.of("Retry-After", "0"))),
        DROPPED("connection lost, all done", Map.of("drop", true, "after", true)),
        GARBAGE("200 with a web page", Map.of("status", 200, "body", "<html>", "after", true)),
        SLOW("later than the time limit", Map.of("delayMillis", 18_000));

        private final String words;
        private final Map<String, Object> answer;

        Instead(String words, Map<String, Object> answer) {
            this.words = words;
            this.answer = answer;
        }
    }

    private record Cell(Step step, Instead instead) {

        String project() {
            return (step + " " + instead).toLowerCase().replace('_', ' ');
        }
    }

    /** Each step, and each fault that ends differently for the person. */
    private static final List<Cell> FEW = List.of(
            new Cell(Step.EXCHANGE, Instead.ERROR_BEFORE),
            new Cell(Step.PROJECT, Instead.ERROR_AFTER),
            new Cell(Step.DEPLOYMENT, Instead.FORBIDDEN),
            new Cell(Step.KEY, Instead.UNAUTHORIZED),
            new Cell(Step.VERIFY, Instead.GARBAGE));

    @BeforeAll
    static void makeRoom(Product product) {
        quota(product, 100);
    }

    @AfterAll
    static void cleanUp(Product product) {
        empty(product);
        quota(product, 20);
    }

    private static void empty(Product product) {
        for (JsonNode project : projects(product)) {
            product.platform().post("/v1/projects/" + project.path("id").asLong() + "/delete", Map.of());
        }
    }

    @Test
    void saysWhatHappenedAndGoesOn(Visitors visitors, Product product) {
        Visitor ada = visitors.next(Screen.DESK_LIGHT);
        ada.signsUp("trouble@example.com", "Ada", "Builder");
        ada.sees("Welcome. Who are you?");
        var looks = new Looks(ada, Screen.DESK_LIGHT);
        var rows = new ArrayList<String>();
        for (Cell cell : Boolean.getBoolean("faults.everywhere") ? all() : FEW) {
            rows.add(connects(ada, product, looks, cell));
            // A team has room for forty deployments.
            empty(product);
        }
        System.out.println("| Step | What comes instead | What the person reads | On the way on | Left behind |");
        rows.forEach(System.out::println);
        looks.areGood();
    }

    /** The person closes the window, opens it again, and leaves it at that. */
    @Test
    void waitsForAWindowThatWasClosed(Visitors visitors) {
        Visitor ada = visitors.next(Screen.PHONE_DARK);
        ada.signsUp("window@example.com", "Ada", "Builder");
        ada.sees("Welcome. Who are you?");
        Page page = ada.page();
        creates(ada, "Closed window");
        ada.presses("Connect to Convex");
        page.waitForPopup(() -> dialogButton(page, "Connect to Convex").click()).close();
        assertThat(page.getByText("Finish in the Convex window")).isVisible();
        page.waitForPopup(() -> page.getByText("Open again").click()).close();
        dialogButton(page, "Cancel").click();
        assertThat(dialogButton(page, "Connect to Convex")).isVisible();
    }

    private static List<Cell> all() {
        var all = new ArrayList<Cell>();
        for (Step step : Step.values()) {
            for (Instead instead : Instead.values()) {
                all.add(new Cell(step, instead));
            }
        }
        return all;
    }

    /** @return the row of the table */
    private static String connects(Visitor ada, Product product, Looks looks, Cell cell) {
        Page page = ada.page();
        boolean verify = cell.step() == Step.VERIFY;
        Service troubled = verify ? makes(product, cell.project()) : product.platform();
        creates(ada, cell.project());
        ada.presses("Connect to Convex");
        String read;
        try (Trouble trouble = troubled.trouble(fault(cell))) {
            begins(page, cell.step() == Step.EXCHANGE);
            if (cell.step() != Step.EXCHANGE) {
                picks(page, cell);
            }
            Locator why = page.getByRole(AriaRole.DIALOG).locator(".connect-failed .connected-error");
            assertThat(why).isVisible();
            read = why.innerText();
            looks.at("trouble-" + cell.project().replace(' ', '-'));
        }
        boolean again = dialogButton(page, "Try again").isVisible();
        if (again) {
            dialogButton(page, "Try again").click();
        } else {
            begins(page, false);
            picks(page, cell);
        }
        assertThat(page.getByText("is connected to local/")).isVisible();
        dialogButton(page, "Close").click();
        boolean left = leftBehind(ada, product, cell);
        return "| " + cell.step() + " | " + cell.instead().words + " | " + read + " | "
                + (again ? "Try again" : "Connect anew") + ", connected | " + (left ? "listed" : "nothing") + " |";
    }

    /**
     * Convex may carry out late what was given up; the person must be told of the project that comes of it.
     *
     * @return whether there was one, which is deleted then as the person is told to
     */
    private static boolean leftBehind(Visitor ada, Product product, Cell cell) {
        long there = projects(product).stream()
                .filter(project -> project.path("name").asString().equals(cell.project()))
                .count();
        assertThat(there).as("projects that %s left in Convex", cell).isBetween(1L, 2L);
        ada.opens("projects");
        Locator listed = ada.page().getByText("Left behind in Convex");
        if (there == 1) {
            assertThat(listed).isHidden();
            return false;
        }
        // Looked for once nothing has happened to the attempt for a while: Watchdog.QUIET and a look.
        for (int looks = 0; looks < 12 && !listed.isVisible(); looks++) {
            ada.page().waitForTimeout(10_000);
            ada.opens("projects");
        }
        assertThat(listed).isVisible();
        ada.page().locator(".left-behind").getByRole(AriaRole.BUTTON).first().click();
        dialogButton(ada.page(), "Delete").click();
        assertThat(listed).isHidden();
        return true;
    }

    private static Map<String, Object> fault(Cell cell) {
        var fault = new HashMap<>(cell.instead().answer);
        fault.put("match", cell.step().match + "$");
        return fault;
    }

    private static void creates(Visitor ada, String name) {
        ada.opens("projects");
        ada.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New project"))
                .first()
                .click();
        ada.types("Name", name);
        dialogButton(ada.page(), "Create").click();
        ada.sees(name);
    }

    /** @param anew in a team that is authorised now, even if it was before */
    private static void begins(Page page, boolean anew) {
        Locator known = dialogButton(page, "Connect with " + TEAM);
        assertThat(known.or(dialogButton(page, "Connect to Convex"))).isVisible();
        if (known.isVisible() && !anew) {
            known.click();
            return;
        }
        if (known.isVisible()) {
            page.getByRole(AriaRole.DIALOG).locator("vaadin-select").click();
            page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Authorise another team…"))
                    .click();
        }
        Page popup =
                page.waitForPopup(() -> dialogButton(page, "Connect to Convex").click());
        popup.locator("input[name=team][value='" + TEAM + "']").check();
        popup.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Authorize Lockstep"))
                .click();
    }

    private static void picks(Page page, Cell cell) {
        assertThat(page.getByText("Which project of the team local?")).isVisible();
        if (cell.step() == Step.VERIFY) {
            page.getByText("Use one the team has").click();
            Locator box = page.getByRole(
                    AriaRole.COMBOBOX,
                    new Page.GetByRoleOptions().setName("Project").setExact(true));
            box.fill(cell.project());
            page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile("^" + cell.project())))
                    .click();
        }
        dialogButton(page, "Make it ready").click();
    }

    /** A project with a deployment, made by somebody else's tool. */
    private static Service makes(Product product, String name) {
        String key = "journey|" + Long.toHexString(System.nanoTime());
        long project = product.platform()
                .post("/v1/teams/" + TEAM_ID + "/create_project", Map.of("projectName", name))
                .path("id")
                .asLong();
        JsonNode deployment = product.platform()
                .post("/v1/projects/" + project + "/create_deployment", Map.of("type", "dev", "deployKey", key));
        return new Service(deployment.path("deploymentUrl").asString(), "Convex " + key);
    }

    private static List<JsonNode> projects(Product product) {
        var found = new ArrayList<JsonNode>();
        product.platform()
                .get("/v1/teams/" + TEAM_ID + "/projects?limit=100")
                .path("items")
                .forEach(found::add);
        return found;
    }

    private static void quota(Product product, int projects) {
        product.platform().post("/emulator/teams/" + TEAM, Map.of("projectQuota", projects));
    }

    private static Locator dialogButton(Page page, String name) {
        return page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
