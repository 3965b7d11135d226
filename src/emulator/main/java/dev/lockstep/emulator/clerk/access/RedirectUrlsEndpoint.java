package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Shelf;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /redirect_urls}: where native applications may be answered. They are kept for whoever asks; no sign-in of the
 * emulator leads to one.
 */
final class RedirectUrlsEndpoint {

    private record RedirectUrl(String id, String url, long createdAt) {}

    private final Shelf<RedirectUrl> shelf;
    private final Ids ids;
    private final Clock clock;
    private final Answers answers;
    private final Bodies bodies;

    RedirectUrlsEndpoint(Database database, Ids ids, Clock clock, Answers answers) {
        this.shelf = new Shelf<>(database, answers.json(), "redirect_url", RedirectUrl.class);
        this.ids = ids;
        this.clock = clock;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/redirect_urls", this::list)
                .POST("/redirect_urls", this::create)
                .GET("/redirect_urls/{id}", request -> answers.ok(of(get(request))))
                .DELETE("/redirect_urls/{id}", this::delete);
    }

    private ServerResponse list(ServerRequest request) {
        List<RedirectUrl> all = shelf.all();
        ArrayNode page = answers.json().createArrayNode();
        Page.of(request).cut(all).forEach(url -> page.add(of(url)));
        return answers.list(request, page, all.size());
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        String text = form.required("url");
        form.end();
        if (!absolute(text)) {
            throw Refusal.illFormed("url", "an absolute address with its scheme");
        }
        var url = new RedirectUrl(ids.make("ru"), text, clock.millis());
        try {
            return answers.ok(of(shelf.add(new Shelf.Place(url.id(), text, null), url)));
        } catch (DuplicateKeyException e) {
            throw Refusal.of(400, "duplicate_record", "The redirect url " + text + " is there already.");
        }
    }

    private static boolean absolute(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private RedirectUrl get(ServerRequest request) {
        return shelf.find(request.pathVariable("id")).orElseThrow(() -> Refusal.notFound("Redirect url"));
    }

    private ServerResponse delete(ServerRequest request) {
        RedirectUrl url = get(request);
        shelf.remove(url.id());
        return answers.deleted("redirect_url", url.id());
    }

    private ObjectNode of(RedirectUrl url) {
        return answers.json()
                .createObjectNode()
                .put("object", "redirect_url")
                .put("id", url.id())
                .put("url", url.url())
                .put("created_at", url.createdAt())
                .put("updated_at", url.createdAt());
    }
}
