package dev.lockstep.project;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where Convex sends people back to: what has to be registered there, to the letter. */
@Component
public class ReturnAddress {

    /** Below the address under which people reach this installation. */
    public static final String PATH = "/convex/callback";

    private final String publicUrl;

    ReturnAddress(ProjectProperties properties) {
        this.publicUrl = properties.publicUrl().strip().replaceAll("/+$", "");
    }

    /** The configured public address, or else the one that the person used. */
    public URI of(HttpServletRequest request) {
        String base = publicUrl.isEmpty()
                ? ServletUriComponentsBuilder.fromContextPath(request)
                        .replaceQuery(null)
                        .build()
                        .toUriString()
                : publicUrl;
        return URI.create(base + PATH);
    }
}
