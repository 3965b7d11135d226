package dev.lockstep.project.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where Convex sends people back to: what has to be registered there, to the letter. */
@Component
public class ReturnAddress {

    /** Below the address under which people reach this installation. */
    public static final String PATH = "/convex/callback";

    /** Below the site's address, which every request has, whatever its headers say. */
    public URI of(HttpServletRequest request) {
        return URI.create(ServletUriComponentsBuilder.fromContextPath(request)
                        .replaceQuery(null)
                        .build()
                        .toUriString()
                + PATH);
    }
}
