package dev.lockstep.emulator.clerk.pages;

import dev.lockstep.emulator.clerk.people.Portrait;
import dev.lockstep.emulator.clerk.store.Images;
import dev.lockstep.emulator.page.Asset;
import dev.lockstep.emulator.page.Html;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Pictures of people, uploaded or drawn, and the files of the pages. A picture's address always shows the same picture,
 * so browsers may keep it; any page may show it.
 */
final class Pictures {

    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final Duration A_WHILE = Duration.ofMinutes(5);

    private final Images images;

    Pictures(Images images) {
        this.images = images;
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/images/{name}", this::image)
                .GET(Asset.STYLE.path(), request -> asset(Asset.STYLE))
                .GET(Asset.MARK.path(), request -> asset(Asset.MARK));
    }

    private ServerResponse image(ServerRequest request) {
        String name = request.pathVariable("name");
        Optional<Portrait> portrait = Portrait.parse(name);
        if (portrait.isPresent()) {
            return kept(SVG, drawn(portrait.get()).getBytes(StandardCharsets.UTF_8));
        }
        return images.find(name)
                .map(image -> kept(MediaType.parseMediaType(image.type()), image.content()))
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    private static ServerResponse kept(MediaType type, byte[] content) {
        return ServerResponse.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable())
                .header("Access-Control-Allow-Origin", "*")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .body(content);
    }

    private static String drawn(Portrait portrait) {
        return Html.of(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 128 128\" width=\"128\" height=\"128\">"
                                + "<rect width=\"128\" height=\"128\" fill=\"hsl(%s 45%% 34%%)\"/>"
                                + "<text x=\"64\" y=\"64\" dy=\".35em\" text-anchor=\"middle\" fill=\"#fff\""
                                + " font-family=\"system-ui, sans-serif\" font-size=\"52\" font-weight=\"500\">%s</text></svg>",
                        portrait.hue(), portrait.initials())
                .markup();
    }

    private static ServerResponse asset(Asset asset) {
        return ServerResponse.ok()
                .contentType(MediaType.parseMediaType(asset.type()))
                .cacheControl(CacheControl.maxAge(A_WHILE))
                .body(asset.content());
    }
}
