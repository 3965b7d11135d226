package dev.lockstep.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.ManualClock;
import dev.lockstep.sync.SyncedRecords;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Browsers come in without an account, are the same guest again, and are forgotten. */
@Tag("wire")
class GuestsTest {

    private final LockstepApp app = LockstepApp.shared();
    private final Guests guests = app.bean(Guests.class);
    private final SyncedRecords records = app.bean(SyncedRecords.class);
    private final SyncedTable tasks = app.bean(SyncedTables.class).get("tasks");
    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(app.web().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    @Test
    void letsABrowserInAndKnowsItAgain() throws Exception {
        get("/");
        String before = cookie("LOCKSTEP_SESSION");

        HttpResponse<String> entered = get("/guest");

        assertThat(entered.statusCode()).isEqualTo(302);
        assertThat(entered.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/data"));
        assertThat(entered.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("lockstep-guest="))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Secure", "guest_");
        assertThat(before).isNotEmpty();
        assertThat(cookie("LOCKSTEP_SESSION")).isNotEmpty().isNotEqualTo(before);
        String key = cookie("lockstep-guest");
        assertThat(key).hasSize(43);
        get("/guest");
        assertThat(cookie("lockstep-guest")).isEqualTo(key);
    }

    @Test
    void makesNobodyAGuestWhoComesFromAnotherSite() throws Exception {
        HttpResponse<String> refused = get("/guest", "Sec-Fetch-Site", "cross-site");

        assertThat(refused.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).doesNotContain("data"));
        assertThat(cookie("lockstep-guest")).isEmpty();
    }

    @Test
    void makesSomebodyElseOfAForgedKey() {
        Guests.Entry guest = guests.make();

        assertThat(guests.find(guest.key())).map(Guests.Entry::id).contains(guest.id());
        assertThat(guests.find(guest.id().value())).isEmpty();
        assertThat(guests.find(guest.key().substring(1) + "A")).isEmpty();
    }

    @Test
    void opensNothingButTheRecordsToAGuest() throws Exception {
        get("/guest");

        assertThat(get("/api/convex/status?projectId=01890a5d-ac96-774b-bcce-b302099a8057")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(403);
    }

    @Test
    void forgetsWhoWasNotSeenForLongWithAllTheyWrote() {
        var clock = ManualClock.standingAt(Instant.now());
        var later = new Guests(
                app.bean(JdbcClient.class),
                app.bean(TransactionOperations.class),
                records,
                new GuestProperties(Duration.ofDays(90)),
                clock);
        Guests.Entry gone = later.make();
        Guests.Entry back = later.make();
        List.of(gone, back).forEach(guest -> write(guest.id()));
        clock.advance(Duration.ofDays(89));
        later.find(back.key());
        later.forgetUnseen();
        assertThat(count(gone.id())).isOne();

        clock.advance(Duration.ofDays(2));
        later.forgetUnseen();

        assertThat(count(gone.id())).isZero();
        assertThat(later.find(gone.key())).isEmpty();
        assertThat(count(back.id())).isOne();
    }

    private void write(GuestId guest) {
        records.create(
                guest,
                tasks,
                ConvexValue.object("text", ConvexValue.text("Try")).with("isCompleted", ConvexValue.FALSE));
    }

    private long count(GuestId guest) {
        return records.count(guest, tasks, RecordFilter.ALL);
    }
}
