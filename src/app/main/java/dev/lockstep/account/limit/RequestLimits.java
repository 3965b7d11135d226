package dev.lockstep.account.limit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UrlPathHelper;

/**
 * Holds requests to the {@link Limits} before anything is done for them: by the person where somebody has signed in, else by
 * the address that the connection comes from.
 */
@Component
@Order(RequestLimits.BEFORE_SECURITY)
class RequestLimits extends OncePerRequestFilter {

    /** Spring Boot puts the filters of Spring Security at -100. */
    static final int BEFORE_SECURITY = -110;

    /** Of an IPv6 address, what a provider gives to one connection. */
    private static final int NETWORK = 8;

    private static final long A_MINUTE = 60;

    private final Limits limits;
    private final Visitors visitors;

    RequestLimits(Limits limits, Visitors visitors) {
        this.limits = limits;
        this.visitors = visitors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = UrlPathHelper.defaultInstance.getPathWithinApplication(request);
        HttpSession session = request.getSession(false);
        Optional<String> person = person(session);
        Optional<Limit> limit = limit(path, request, session == null);
        Optional<TooMany> refusal = limit.flatMap(it -> limits.take(it, who(it, person, request)));
        if (refusal.isPresent()) {
            TooMany problem = refusal.get();
            refuse(
                    path,
                    response,
                    HttpStatus.TOO_MANY_REQUESTS,
                    problem.seconds(),
                    problem.sentence(),
                    problem.nextStep());
        } else if (person.isEmpty() && !isRoom(limit, request, session)) {
            refuse(
                    path,
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    A_MINUTE,
                    "More people are looking at this site than it can serve.",
                    "Wait a minute and try again.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static Optional<Limit> limit(String path, HttpServletRequest request, boolean first) {
        if (path.startsWith("/oauth2/") || path.startsWith("/login/oauth2/") || path.equals("/guest")) {
            return Optional.of(Limit.SIGN_INS);
        }
        if (path.startsWith("/webhooks/")) {
            return Optional.of(Limit.WEBHOOKS);
        }
        if (path.startsWith("/api/")) {
            return Optional.of(Limit.API);
        }
        if (isUpload(path, request)) {
            return Optional.of(Limit.UPLOADS);
        }
        boolean fixed = path.startsWith("/VAADIN/")
                || path.startsWith("/lockstep/")
                || path.startsWith("/actuator/")
                || path.equals("/favicon.ico");
        return first && !fixed ? Optional.of(Limit.FIRST_PAGES) : Optional.empty();
    }

    private static boolean isUpload(String path, HttpServletRequest request) {
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        return type.startsWith("multipart/")
                || (path.startsWith("/VAADIN/dynamic/resource/")
                        && !request.getMethod().equals(HttpMethod.GET.name()));
    }

    /** Whether the request makes a page or a session for which there is no room, when nobody is signed in. */
    private boolean isRoom(Optional<Limit> limit, HttpServletRequest request, @Nullable HttpSession session) {
        boolean page = limit.equals(Optional.of(Limit.FIRST_PAGES)) || "init".equals(request.getParameter("v-r"));
        if (page) {
            return visitors.isRoomForPage();
        }
        return session != null || !limit.equals(Optional.of(Limit.SIGN_INS)) || visitors.isRoomForSession();
    }

    private static Optional<String> person(@Nullable HttpSession session) {
        return session != null
                        && session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
                                instanceof SecurityContext context
                        && context.getAuthentication() != null
                ? Optional.of(context.getAuthentication().getName())
                : Optional.empty();
    }

    private static String who(Limit limit, Optional<String> person, HttpServletRequest request) {
        return switch (limit) {
            case FIRST_PAGES, SIGN_INS, WEBHOOKS -> network(request.getRemoteAddr());
            case API, UPLOADS, SAVES -> person.orElseGet(() -> network(request.getRemoteAddr()));
        };
    }

    /** Whoever has one IPv6 address has all of its network. */
    private static String network(String address) {
        try {
            // The container gives addresses, never names, so nothing is looked up.
            return InetAddress.getByName(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK)
                    : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static void refuse(
            String path,
            HttpServletResponse response,
            HttpStatus status,
            long seconds,
            String sentence,
            String nextStep)
            throws IOException {
        boolean program = path.startsWith("/api/");
        String body = program
                ? "{\"code\":\"%s\",\"error\":\"%s\",\"nextStep\":\"%s\"}"
                        .formatted(TooMany.CODE.text(), sentence, nextStep)
                : sentence + " " + nextStep + "\n";
        response.setStatus(status.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(program ? MediaType.APPLICATION_JSON_VALUE : "text/plain;charset=UTF-8");
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
