package dev.lockstep.emulator.clerk.ticket;

import dev.lockstep.emulator.clerk.pages.BrowserCookie;
import dev.lockstep.emulator.clerk.pages.Layout;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Where the address of a ticket leads: the browser is signed in and goes to where the ticket says, on this machine, or
 * to the first page. Needs no secret key, although it is below {@code /v1}: that is where Clerk has it.
 */
public final class AcceptPage {

    private static final String PATH = "/v1/tickets/accept";
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<Acceptor> acceptors;
    private final BrowserCookie cookie;
    private final Layout layout;

    public AcceptPage(List<Acceptor> acceptors, BrowserCookie cookie, Layout layout) {
        this.acceptors = List.copyOf(acceptors);
        this.cookie = cookie;
        this.layout = layout;
    }

    /** The address that takes the ticket. */
    public static String address(URI issuer, String ticket) {
        return issuer + PATH + "?ticket=" + ticket;
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route().GET(PATH, this::accept).build();
    }

    private ServerResponse accept(ServerRequest request) {
        String ticket = request.param("ticket").orElse("");
        return acceptors.stream()
                .map(acceptor -> acceptor.accept(ticket))
                .flatMap(Optional::stream)
                .findFirst()
                .map(entry -> enter(request, entry))
                .orElseGet(this::refused);
    }

    private ServerResponse enter(ServerRequest request, Acceptor.Entry entry) {
        String fresh = cookie.signIn(request.servletRequest(), entry.userId(), entry.terms(), entry.lifetime())
                .toString();
        URI target = entry.redirect().flatMap(AcceptPage::here).orElse(URI.create("/"));
        return ServerResponse.seeOther(target)
                .header(HttpHeaders.SET_COOKIE, fresh)
                .build();
    }

    private static Optional<URI> here(String text) {
        try {
            var address = new URI(text);
            boolean here = Set.of("http", "https").contains(String.valueOf(address.getScheme()))
                    && HOSTS.contains(String.valueOf(address.getHost()))
                    && address.getRawUserInfo() == null;
            return here ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private ServerResponse refused() {
        return ServerResponse.status(HttpStatus.GONE)
                .contentType(MediaType.TEXT_HTML)
                .body(layout.problem(
                        "This link is not good any more",
                        "It was used, taken back, or made too long ago. Ask for another one."));
    }
}
