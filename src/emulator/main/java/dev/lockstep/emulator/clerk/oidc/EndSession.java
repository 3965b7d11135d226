package dev.lockstep.emulator.clerk.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.lockstep.emulator.clerk.pages.BrowserCookie;
import dev.lockstep.emulator.clerk.store.Browsers.SignedIn;
import dev.lockstep.emulator.clerk.store.Instance;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Signing out on an application's wish. An id_token that we signed, however old, proves that the application knew the
 * person; without one, or with another person's, the browser is sent to the first page, where the person can sign out.
 */
public final class EndSession {

    static final String PATH = "/oauth/end_session";

    private final Instance instance;
    private final BrowserCookie cookie;
    private final Predicate<String> applications;

    /** @param applications which client ids there are */
    public EndSession(Instance instance, BrowserCookie cookie, Predicate<String> applications) {
        this.instance = instance;
        this.cookie = cookie;
        this.applications = applications;
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET(PATH, this::end)
                .POST(PATH, this::end)
                .build();
    }

    private ServerResponse end(ServerRequest request) {
        Optional<SignedIn> signedIn = cookie.signedIn(request.servletRequest());
        Optional<String> subject =
                request.param("id_token_hint").flatMap(this::subject).or(() -> byClient(request, signedIn));
        boolean somebodyElse = signedIn.isPresent()
                && !subject.equals(signedIn.map(present -> present.person().id()));
        if (subject.isEmpty() || somebodyElse) {
            return ServerResponse.seeOther(URI.create("/")).build();
        }
        cookie.signOut(request.servletRequest());
        URI target = request.param("post_logout_redirect_uri")
                .filter(LoopbackAddress::matches)
                .map(address -> withState(address, request.param("state")))
                .orElse(URI.create("/"));
        return ServerResponse.seeOther(target).build();
    }

    /** An application that keeps tokens out of addresses names itself instead; the cookie says whose session it is. */
    private Optional<String> byClient(ServerRequest request, Optional<SignedIn> signedIn) {
        boolean named = request.param("id_token_hint").isEmpty()
                && request.param("client_id").filter(applications).isPresent();
        return named ? signedIn.map(present -> present.person().id()).or(() -> Optional.of("")) : Optional.empty();
    }

    private static URI withState(String address, Optional<String> state) {
        var builder = UriComponentsBuilder.fromUriString(address);
        state.ifPresent(text -> builder.queryParam("state", "{state}"));
        return state.map(text -> builder.encode().buildAndExpand(text).toUri()).orElseGet(() -> URI.create(address));
    }

    private Optional<String> subject(String idToken) {
        try {
            var token = SignedJWT.parse(idToken);
            var claims = token.getJWTClaimsSet();
            boolean ours = token.verify(new RSASSAVerifier(instance.key().toRSAPublicKey()))
                    && instance.issuer().toString().equals(claims.getIssuer())
                    && claims.getAudience().stream().anyMatch(applications);
            return ours ? Optional.ofNullable(claims.getSubject()) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }
}
